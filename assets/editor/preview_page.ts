// One page of the paper as people meet it: the drawing, and over each paragraph a link to it in the text, with its words
// for those who cannot see the drawing. One stop of the Tab key; arrow keys go from paragraph to paragraph.
import type {Config, Translate} from "./config"
import {el, fill, later} from "./dom"
import {draw} from "./preview_draw"
import type {Area, Page, Source} from "./preview_source"

interface Options {
  readonly config: Config
  readonly t: Translate
  readonly source: Source
  /** A paragraph was chosen. */
  readonly choose: (block: string) => void
  /** Another page is wanted. */
  readonly turn: (by: number) => void
  /** The person wants to go back to the text. */
  readonly leave: () => void
}

/** The most pixels that a page is wide: beyond, letters gain nothing and memory is lost. */
const widest = 2400

export class PageView {
  private readonly canvas = el("canvas", {"aria-hidden": "true"})
  private readonly areas = el("div", {class: "preview-areas"})
  readonly dom: HTMLElement
  private page: Page | null = null
  private here: readonly string[] = []

  constructor(private readonly o: Options) {
    this.dom = el("div", {
      class: "preview-page", role: "group", tabindex: "-1", lang: o.config.textLanguage, dir: o.config.direction,
      keydown: event => this.key(event as KeyboardEvent),
    }, this.canvas, this.areas)
    this.areas.addEventListener("click", event => {
      const link = (event.target as Element).closest<HTMLElement>("a")
      if (!link) return
      event.preventDefault()
      o.choose(link.dataset["block"]!)
    })
    this.areas.addEventListener("focusin", event => { for (const link of this.links()) link.tabIndex = link === event.target ? 0 : -1 })
    new ResizeObserver(later(60, () => this.paint())).observe(this.dom)
  }

  /** Shows a page; one that is shown already only gets its new number. */
  show(page: Page): void {
    const same = this.page?.hash === page.hash
    this.page = page
    this.dom.setAttribute("aria-label", this.o.t("preview.page", {page: page.page, pages: page.pages}))
    if (same) return
    this.paint()
    this.lay(page)
    this.mark(this.here, false)
  }

  /** Marks the paragraph of the cursor, given from the inside out, and brings it into view when scroll says so. */
  mark(here: readonly string[], scroll: boolean): void {
    this.here = here
    const id = here.find(id => this.has(id)), scrolls = this.dom.closest<HTMLElement>(".editor-panel")
    for (const link of this.links()) {
      const now = id !== undefined && holds(link, id)
      link.classList.toggle("preview-here", now)
      if (now) link.setAttribute("aria-current", "true")
      else link.removeAttribute("aria-current")
      if (now && scroll && scrolls && scrolls.scrollHeight > scrolls.clientHeight) link.scrollIntoView({block: "nearest"})
    }
  }

  /** Says whether a block stands on the page. */
  has(id: string): boolean { return this.links().some(link => holds(link, id)) }

  /** Makes the page twice as wide as there is room, or fits it in again; returns which of the two. */
  enlarge(): boolean { return this.dom.classList.toggle("preview-large") }

  private paint(): void {
    const {page, dom, canvas} = this
    if (!page || !dom.clientWidth) return
    dom.style.aspectRatio = `${page.width} / ${page.height}`
    const pixels = Math.min(Math.round(dom.clientWidth * (devicePixelRatio || 1)), widest)
    canvas.width = pixels
    canvas.height = Math.round(pixels * page.height / page.width)
    const context = canvas.getContext("2d")
    if (context) draw(context, page.drawing, this.o.source, pixels / page.width)
  }

  private lay({drawing, height}: Page): void {
    const inside = this.areas.contains(document.activeElement)
    fill(this.areas,
      ...(drawing.pictures ?? []).map(({alt}) => alt && el("p", {class: "unseen"}, alt)),
      ...drawing.areas.map(area => area.lines.some(line => line.trim()) && overlay(area, height)))
    const first = this.links()[0]
    if (first) first.tabIndex = 0
    // Whoever stands on the page stays on it when it is made anew or turned.
    if (inside) (this.links().find(link => this.here.some(id => holds(link, id))) ?? first ?? this.dom).focus({preventScroll: true})
  }

  private links(): HTMLElement[] { return [...this.areas.querySelectorAll<HTMLElement>("a")] }

  private key(event: KeyboardEvent): void {
    const list = this.links(), at = list.indexOf(event.target as HTMLElement)
    const to = {ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: list.length - 1}[event.key]
    if (event.key === "PageDown" || event.key === "PageUp") this.o.turn(event.key === "PageDown" ? 1 : -1)
    else if (event.key === "Escape") this.o.leave()
    else if (to === undefined || at < 0) return
    else list[Math.max(0, Math.min(to, list.length - 1))]?.focus()
    event.preventDefault()
  }
}

const holds = (link: HTMLElement, id: string) => link.dataset["in"]!.split(" ").includes(id)

// A y of the page is in hundredths of a point, and so in percent of its height in points.
function overlay({id, in: inside, y, h, lines}: Area, height: number): HTMLElement {
  const words = el("span", {class: "unseen"}, lines.join(" "))
  const area = id
    ? el("a", {href: "#" + id, class: "preview-area", "data-block": id, "data-in": [id, ...inside ?? []].join(" "), tabindex: "-1"}, words)
    : el("p", {class: "preview-area"}, words)
  area.style.insetBlockStart = `${y / height}%`
  area.style.blockSize = `${h / height}%`
  return area
}
