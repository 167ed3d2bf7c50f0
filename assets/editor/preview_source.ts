// Gets the pages of the paper from the server: one request at a time, a page only when it is not here yet, and the shapes
// of letters once for all pages.

/** Glyphs of one font, size and colour on one line; lengths are hundredths of a point. */
export interface Letters {readonly f: number; readonly s: number; readonly y: number; readonly c?: string; readonly w: readonly (readonly number[])[]}

/**
 * What stands where on a page, in reading order; id is the block's in the text, absent for what is not in it, and in
 * has further blocks there.
 */
export interface Area {readonly id?: string; readonly in?: readonly string[]; readonly y: number; readonly h: number; readonly lines: readonly string[]}

/** A page: see Drawing in internal/render/pdf. */
export interface Drawing {
  /** The page lies on its side. */
  readonly landscape?: boolean
  readonly letters: readonly Letters[]
  readonly fills?: readonly (readonly [number, number, number, number, number])[]
  readonly tints?: readonly {readonly box: readonly [number, number, number, number]; readonly c: string}[]
  readonly dots?: readonly (readonly [number, number, number, number])[]
  readonly pictures?: readonly {readonly n: string; readonly box: readonly [number, number, number, number]; readonly alt?: string}[]
  readonly areas: readonly Area[]
}

/** A page of the saved text, and where it stands among the others. */
export interface Page {
  readonly version: number
  /** When the text had been read, RFC 3339. */
  readonly saved: string
  readonly pages: number
  /** From 1. */
  readonly page: number
  /** In points. */
  readonly width: number
  readonly height: number
  readonly hash: string
  readonly drawing: Drawing
}

/** The shape of a glyph, in units of its font: how wide it is, and its outline as the d attribute of SVG. */
export interface Outline {readonly a: number; readonly d: string}
interface Font {readonly em: number; readonly glyphs: Map<number, Outline>}

/** Which page: the one where the first of the blocks that is printed begins, else the one with the number. */
export interface Wish {readonly at: readonly string[]; readonly page: number}

interface Options {
  readonly urls: {readonly preview: string; readonly pictures: string; readonly glyphs: string}
  readonly fetch: typeof fetch
  readonly picture: (data: Blob) => Promise<ImageBitmap>
}

/** How many pages are kept: turning back and forth costs nothing. */
const kept = 24
/** How many shapes are asked for at once: the server gives 600, and an address has its length. */
const atOnce = 400

export class Source {
  private readonly drawings = new Map<string, Drawing>()
  private readonly fonts = new Map<number, Font>()
  private readonly pictures = new Map<string, ImageBitmap>()
  private name = ""
  constructor(private readonly o: Options) {}

  /** Units of the size of a font. */
  em(font: number): number { return this.fonts.get(font)?.em ?? 1000 }
  glyph(font: number, glyph: number): Outline | undefined { return this.fonts.get(font)?.glyphs.get(glyph) }
  image(name: string): ImageBitmap | undefined { return this.pictures.get(name) }

  /** Gets a page with everything it is drawn with. Rejects when the server does not answer with one. */
  async page(wish: Wish, signal: AbortSignal): Promise<Page> {
    const asked = new URLSearchParams({at: wish.at.join(","), page: String(wish.page), have: [...this.drawings.keys()].join(",")})
    const url = this.o.urls.preview, sign = url.includes("?") ? "&" : "?"
    const answer = await (await this.get(url + sign + asked, signal)).json() as Omit<Page, "drawing"> & {drawing?: Drawing; fonts: string}
    const drawing = answer.drawing ?? this.drawings.get(answer.hash)
    if (!drawing) throw new Error("the page did not come")
    this.keep(answer.hash, drawing)
    if (this.name !== answer.fonts) this.fonts.clear()
    this.name = answer.fonts
    await this.letters(drawing, signal)
    await this.images(drawing, signal)
    const [width, height] = drawing.landscape ? [answer.height, answer.width] : [answer.width, answer.height]
    return {...answer, width, height, drawing}
  }

  // The page used last goes to the end; the first goes when there are too many.
  private keep(hash: string, drawing: Drawing): void {
    this.drawings.delete(hash)
    this.drawings.set(hash, drawing)
    for (const old of this.drawings.keys()) if (this.drawings.size > kept) this.drawings.delete(old)
  }

  private async letters(drawing: Drawing, signal: AbortSignal): Promise<void> {
    const missing = new Map<number, Set<number>>()
    for (const {f, w} of drawing.letters) {
      for (const word of w) for (const glyph of word.slice(1)) {
        if (!this.glyph(f, glyph)) missing.set(f, (missing.get(f) ?? new Set()).add(glyph))
      }
    }
    const list = [...missing].flatMap(([font, glyphs]) => [...glyphs].sort((a, b) => a - b).map(glyph => ({font, glyph})))
    for (let from = 0; from < list.length; from += atOnce) await this.shapes(list.slice(from, from + atOnce), signal)
  }

  private async shapes(list: readonly {font: number; glyph: number}[], signal: AbortSignal): Promise<void> {
    const byFont = new Map<number, number[]>()
    for (const {font, glyph} of list) byFont.set(font, [...byFont.get(font) ?? [], glyph])
    const asked = [...byFont].map(([font, glyphs]) => "g=" + font + ":" + glyphs.join(",")).join("&")
    // Kept by the browser, for this text and all others.
    const answer = await (await this.get(this.o.urls.glyphs + this.name + "?" + asked, signal)).json() as Record<string, {em: number; glyphs: Record<string, Outline>}>
    for (const [font, {em, glyphs}] of Object.entries(answer)) {
      const known = this.fonts.get(Number(font)) ?? {em, glyphs: new Map<number, Outline>()}
      for (const [glyph, outline] of Object.entries(glyphs)) known.glyphs.set(Number(glyph), outline)
      this.fonts.set(Number(font), known)
    }
  }

  private async images(drawing: Drawing, signal: AbortSignal): Promise<void> {
    for (const {n} of drawing.pictures ?? []) {
      if (this.pictures.has(n)) continue
      this.pictures.set(n, await this.o.picture(await (await this.get(this.o.urls.pictures + n, signal)).blob()))
    }
  }

  private async get(url: string, signal: AbortSignal): Promise<Response> {
    const response = await this.o.fetch(url, {credentials: "same-origin", redirect: "error", signal})
    if (!response.ok) throw new Error("answered " + response.status)
    return response
  }
}
