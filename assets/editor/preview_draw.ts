// Draws a page of the paper: the letters as their font has them, where the layout of the file put them.
import type {Drawing, Outline, Source} from "./preview_source"

/** Outlines as the canvas takes them; made once for each. */
const paths = new WeakMap<Outline, Path2D>()

function pathOf(outline: Outline): Path2D {
  let path = paths.get(outline)
  if (!path) paths.set(outline, path = new Path2D(outline.d))
  return path
}

/** Draws on the whole canvas, whose size is that of the page times scale (pixels for each point). */
export function draw(context: CanvasRenderingContext2D, drawing: Drawing, source: Source, scale: number): void {
  const unit = scale / 100
  context.setTransform(1, 0, 0, 1, 0, 0)
  context.fillStyle = "#fff"
  context.fillRect(0, 0, context.canvas.width, context.canvas.height)
  context.setTransform(unit, 0, 0, unit, 0, 0)
  for (const [x, y, width, height, gray] of drawing.fills ?? []) {
    context.fillStyle = `rgb(${gray}%,${gray}%,${gray}%)`
    // Half a pixel at least: a hairline must not vanish on a small screen.
    context.fillRect(x, y, Math.max(width, 0.5 / unit), Math.max(height, 0.5 / unit))
  }
  for (const {box, c} of drawing.tints ?? []) {
    context.fillStyle = c
    context.fillRect(...box)
  }
  context.fillStyle = "#595959"
  for (const [from, to, y, step] of drawing.dots ?? []) {
    for (let x = from; x <= to; x += step) context.fillRect(x - 45, y - 45, 90, 90)
  }
  for (const {n, box: [x, y, width, height]} of drawing.pictures ?? []) {
    const image = source.image(n)
    if (image) context.drawImage(image, x, y, width, height)
  }
  for (const {f, s, y, c, w} of drawing.letters) {
    const size = s * scale / source.em(f)
    context.fillStyle = c ?? "#000"
    for (const [start, ...glyphs] of w) {
      let x = start! * unit
      for (const glyph of glyphs) {
        const outline = source.glyph(f, glyph)
        if (!outline) continue
        context.setTransform(size, 0, 0, -size, x, y * unit)
        if (outline.d) context.fill(pathOf(outline))
        x += outline.a * size
      }
    }
  }
}
