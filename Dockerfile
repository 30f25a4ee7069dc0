# One image for all programs: `orchestrator.js`, the default, `precompute.js`, `catalogue-writer.js`, which is run once,
# `smoke.js`, which tests a running server, and the runbook's `sinks.js` and `endpoint-health.js`.
#
# Built from a clean clone with nothing but Debian and npm's registry. The result has Node, plain JavaScript with its
# source maps, and two native files; no package manager for JavaScript, no sources, no other platform's files.
# `--build-arg APP=prebuilt` takes what `pnpm bundle .image` and `tooling/image/sbom .image/app/sbom.json` wrote instead
# of building it here: no network is used then.
ARG BASE=docker.io/library/debian:trixie-slim
ARG APP=build

FROM ${BASE} AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates npm \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN npx -y pnpm@12.21.0 install --frozen-lockfile --prod --filter "@manga-assist/image..." \
 && tooling/image/node_modules/.bin/node tooling/image/src/main.ts /out \
 && tooling/image/sbom /out/app/sbom.json

FROM ${BASE} AS prebuilt
COPY .image /out

FROM ${APP} AS app

FROM ${BASE}
ARG REVISION=unknown
LABEL org.opencontainers.image.title="MangaAssist" \
      org.opencontainers.image.description="Chat server, precompute worker and catalogue writer of the manga store" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.revision="${REVISION}"
RUN groupadd --gid 10001 app \
 && useradd --uid 10001 --gid app --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin app \
 && install --directory --owner=app --group=app --mode=0750 /data
COPY --from=app /out/node /usr/local/bin/node
COPY --from=app /out/app /app
# The root may be read-only: everything that is written goes to DATA_DIR. Source maps cost 90 MB once they are read,
# so they are read only with NODE_OPTIONS=--enable-source-maps.
# Two arenas of the C library's memory instead of eight for each processor: 6 MB less.
ENV MALLOC_ARENA_MAX=2
ENV REVISION=${REVISION}
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 DATA_DIR=/data LOG_FORMAT=json CONSOLE_DIR=/app/console
VOLUME /data
WORKDIR /app/dist
USER 10001:10001
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["node", "healthcheck.js"]
# The space for new objects is half of Node's default: 8 MB less at start (docs/operations.md, "Image").
ENTRYPOINT ["node", "--max-semi-space-size=8"]
CMD ["orchestrator.js"]
