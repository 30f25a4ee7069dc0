/** The page's icons as SVG, hidden from screen readers: a button with one needs a name of its own. */
const icon = (path: string) => () => (
  <svg class="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
    <path d={path} />
  </svg>
)

export const ArrowUp = icon("M12 20V5m0 0-6 6m6-6 6 6")
export const Square = icon("M8 8h8v8H8z")
export const ThumbUp = icon(
  "M7 11v9H4v-9zm0 0 4.5-8c1.5 0 2.5 1 2.5 2.5V9h5a2 2 0 0 1 2 2.3l-1.2 7A2 2 0 0 1 17.8 20H7",
)
export const ThumbDown = icon(
  "M17 13V4h3v9zm0 0-4.5 8c-1.5 0-2.5-1-2.5-2.5V15H5a2 2 0 0 1-2-2.3l1.2-7A2 2 0 0 1 6.2 4H17",
)
export const Clock = icon("M12 7v5l3.5 2M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z")
export const Again = icon("M4 12a8 8 0 1 1 2.3 5.6M4 12V6m0 6h6")
export const Plus = icon("M12 5v14M5 12h14")
export const Copy = icon("M9 9h11v11H9zM5 15H4V4h11v1")
export const Chain = icon(
  "M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7L12 7m2 3a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7L12 17",
)
export const Cross = icon("M6 6l12 12M18 6 6 18")
export const Pencil = icon("M4 20l1-4L16 5l3 3L8 19l-4 1zM14 7l3 3")
export const ArrowDown = icon("M12 4v15m0 0 6-6m-6 6-6-6")
export const Repeat = icon(
  "M5 11V9a3 3 0 0 1 3-3h11m-3-3 3 3-3 3M19 13v2a3 3 0 0 1-3 3H5m3 3-3-3 3-3",
)
export const Sun = icon(
  "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zm0-5v2m0 14v2M3 12h2m14 0h2M5.6 5.6 7 7m10 10 1.4 1.4M5.6 18.4 7 17M17 7l1.4-1.4",
)
export const Moon = icon("M20 14.5A8.5 8.5 0 1 1 9.5 4a7 7 0 0 0 10.5 10.5z")
export const HalfMoon = icon(
  "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 0v18m0-14h6m-6 4h8.5m-8.5 4h8m-8 4h5",
)
