// The paper beside the text: one page as the PDF has it, drawn anew after what was typed has been saved. It follows the
// cursor to the page of its paragraph, and leads from a paragraph of the page to the same one in the text.
import type {EditorState} from "prosemirror-state"
import {collabState} from "../shared/collab"
import {el, fill, later, setText} from "./dom"
import type {Around, Feature} from "./feature"
import {goTo} from "./findings"
import {draw} from "./preview_draw"
import {Follower} from "./preview_follow"
import {Source, type Page} from "./preview_source"

/** The panel "preview". Nothing is asked for while it is closed or the tab is hidden. */
export function preview({config, t, view, side}: Around): Feature {
  const source = new Source({urls: config.urls, fetch: (url, init) => fetch(url, init), picture: data => createImageBitmap(data)})
  const canvas = el("canvas", {"aria-hidden": "true"}), areas = el("div", {class: "preview-areas"})
  const sheet = el("div", {class: "preview-page", role: "group", tabindex: "-1", lang: config.textLanguage, dir: config.direction}, canvas, areas)
  const where = el("span", {class: "preview-where"}), state = el("p", {class: "aside-note"}), spoken = el("p", {class: "unseen", role: "status"})
  const turn = (by: number, name: string) => el("button", {type: "button", class: "editor-button", click: () => follower.turn(by)}, t("preview." + name))
  const back = turn(-1, "previous"), on = turn(1, "next")
  const larger = el("button", {type: "button", class: "editor-button", "aria-pressed": "false", click: () => {
    const now = sheet.classList.toggle("preview-large")
    larger.setAttribute("aria-pressed", String(now))
  }}, t("preview.larger"))
  const bar = el("div", {class: "preview-bar"}, back, where, on, larger, el("a", {href: config.urls.pdf}, t("preview.pdf")))
  const dom = el("div", {class: "preview"}, bar, state, spoken, el("div", {class: "preview-frame"}, sheet), el("p", {class: "aside-note"}, t("preview.hint")))
  const time = new Intl.DateTimeFormat(config.pageLanguage, {timeStyle: "medium"})
  let shown: Page | null = null, here: readonly string[] = [], unsaved = false, failed = false

  const tell = () => {
    const saved = shown && t("preview.saved", {version: shown.version, time: time.format(new Date(shown.saved))})
    setText(state, failed ? [t("preview.failed"), saved].filter(Boolean).join(" ") : saved ? saved + (unsaved ? " " + t("preview.behind") : "") : t("preview.loading"))
  }
  const follower = new Follower({
    source,
    now: () => performance.now(),
    after: (wait, run) => { const timer = setTimeout(run, wait); return () => clearTimeout(timer) },
    show(page, turned) {
      failed = false
      const same = shown?.hash === page.hash
      shown = page
      setText(where, t("preview.page", {page: page.page, pages: page.pages}))
      if (turned) setText(spoken, where.textContent!)
      back.setAttribute("aria-disabled", String(page.page <= 1))
      on.setAttribute("aria-disabled", String(page.page >= page.pages))
      sheet.setAttribute("aria-label", where.textContent!)
      tell()
      if (!same) {
        paint()
        lay(page)
      }
      mark(false)
    },
    fail() {
      failed = true
      tell()
      setText(spoken, t("preview.failed"))
    },
  })

  const paint = () => {
    if (!shown || !sheet.clientWidth) return
    sheet.style.aspectRatio = `${shown.width} / ${shown.height}`
    const pixels = Math.min(Math.round(sheet.clientWidth * (devicePixelRatio || 1)), 2400)
    canvas.width = pixels
    canvas.height = Math.round(pixels * shown.height / shown.width)
    const context = canvas.getContext("2d")
    if (context) draw(context, shown.drawing, source, pixels / shown.width)
  }
  // Each paragraph of the page is a link that lies over it, with its words for those who cannot see the drawing.
  const lay = (page: Page) => {
    const inside = areas.contains(document.activeElement), pictures = page.drawing.pictures ?? []
    fill(areas, ...pictures.map(({alt}) => alt && el("p", {class: "unseen"}, alt)), ...page.drawing.areas.map(({id, in: inside, y, h, lines}) => {
      const words = el("span", {class: "unseen"}, lines.join(" "))
      if (!words.textContent) return null
      const area = id
        ? el("a", {href: "#" + id, class: "preview-area", "data-block": id, "data-in": [id, ...inside ?? []].join(" "), tabindex: "-1"}, words)
        : el("p", {class: "preview-area"}, words)
      area.style.insetBlockStart = `${y / page.height}%`
      area.style.blockSize = `${h / page.height}%`
      return area
    }))
    const first = links()[0]
    if (first) first.tabIndex = 0
    if (inside) (links().find(link => here.some(id => holds(link, id))) ?? first ?? sheet).focus({preventScroll: true})
  }
  const holds = (link: HTMLElement, id: string) => link.dataset["in"]!.split(" ").includes(id)
  const links = () => [...areas.querySelectorAll<HTMLElement>("a")]
  const isOnPage = (id: string) => links().some(link => holds(link, id))
  const mark = (scroll: boolean) => {
    const id = here.find(isOnPage)
    for (const link of links()) {
      const now = id !== undefined && holds(link, id)
      link.classList.toggle("preview-here", now)
      if (now) link.setAttribute("aria-current", "true")
      else link.removeAttribute("aria-current")
      if (now && scroll && dom.scrollHeight > dom.clientHeight) link.scrollIntoView({block: "nearest"})
    }
  }
  areas.addEventListener("click", event => {
    const link = (event.target as Element).closest<HTMLElement>("a")
    const editor = view()
    if (!link || !editor) return
    event.preventDefault()
    if (matchMedia("(max-width: 78rem)").matches) side.close("preview")
    goTo(editor, link.dataset["block"]!)
  })
  areas.addEventListener("focusin", event => { for (const link of links()) link.tabIndex = link === event.target ? 0 : -1 })
  sheet.addEventListener("keydown", event => {
    const list = links(), at = list.indexOf(event.target as HTMLElement)
    const to = {ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: list.length - 1}[event.key]
    if (event.key === "PageDown" || event.key === "PageUp") follower.turn(event.key === "PageDown" ? 1 : -1)
    else if (event.key === "Escape") view()?.focus()
    else if (to === undefined || at < 0) return
    else list[Math.max(0, Math.min(to, list.length - 1))]?.focus()
    event.preventDefault()
  })
  new ResizeObserver(later(60, paint)).observe(sheet)
  document.addEventListener("visibilitychange", () => follower.watch(open && document.visibilityState === "visible"))
  let open = false
  const look = later(250, () => {
    const editor = view()
    if (!editor || !open) return
    const now = blocksAt(editor.state)
    if (now.join() === here.join()) return
    here = now
    mark(true)
    // The part stands for what is not printed, which the server has to say.
    if (!here.slice(0, -1).some(isOnPage)) follower.follow(here)
  })
  return {
    panel: {
      key: "preview", title: t("preview"), dom, wide: true,
      shown(now) {
        open = now
        const editor = view()
        if (now && editor) follower.follow(here = blocksAt(editor.state))
        follower.watch(now && document.visibilityState === "visible")
        tell()
      },
    },
    saved: version => follower.saved(version),
    update(state) {
      const behind = collabState(state).pending.length > 0
      if (behind !== unsaved) {
        unsaved = behind
        tell()
      }
      look()
    },
  }
}

/** The ids of what the cursor stands in, from the inside out; the part comes last, for what is not printed. */
export function blocksAt(state: EditorState): string[] {
  const {$head} = state.selection, ids: string[] = []
  for (let depth = $head.depth; depth > 0; depth--) {
    const id = $head.node(depth).attrs["id"] as string | undefined
    if (id) ids.push(id)
  }
  return ids
}
