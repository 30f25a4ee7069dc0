/** Entries of changelogs as changesets writes them, but of a first release none of dependencies: nobody had them before. */
import changelog from "@changesets/cli/changelog"

export default {
  ...changelog,
  getDependencyReleaseLine: (changesets, updated) =>
    updated.every(({ oldVersion }) => oldVersion === "0.0.0")
      ? ""
      : changelog.getDependencyReleaseLine(changesets, updated),
}
