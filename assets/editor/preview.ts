// The paper beside the text: one page as the PDF has it, drawn anew after what was typed has been saved. It follows the
// cursor to the page of its paragraph, and leads from a paragraph of the page to the same one in the text.
import type {EditorState} from "prosemirror-state"
import {collabState} from "../shared/collab"
import type {Config, Translate} from "./config"
import {el, later, setText} from "./dom"
import type {Around, Feature} from "./feature"
import {goTo} from "./findings"
import {Follower} from "./preview_follow"
import {PageView} from "./preview_page"
import {Source, type Page} from "./preview_source"
import {locale} from "../shared/locale"

/** The window in which a page and the text have room beside each other is wider than this. */
const narrow = "(max-width: 78rem)"

/** The panel "preview". Nothing is asked for while it is closed or the tab is hidden. */
export function preview({config, t, view, side}: Around): Feature {
  const source = new Source({urls: config.urls, fetch: (url, init) => fetch(url, init), picture: data => createImageBitmap(data)})
  const page = new PageView({
    config, t, source,
    choose(block) {
      const editor = view()
      if (!editor) return
      if (matchMedia(narrow).matches) side.close("preview")
      goTo(editor, block)
    },
    turn: by => follower.turn(by),
    leave: () => view()?.focus(),
  })
  const frame = around(page, config, t, by => follower.turn(by))
  const follower = new Follower({
    source,
    now: () => performance.now(),
    after: (wait, run) => { const timer = setTimeout(run, wait); return () => clearTimeout(timer) },
    show(shown, turned) {
      page.show(shown)
      frame.show(shown, turned)
    },
    fail: () => frame.fail(),
  })
  let open = false, here: readonly string[] = []
  const watch = () => follower.watch(open && document.visibilityState === "visible")
  document.addEventListener("visibilitychange", watch)
  const look = later(250, () => {
    const editor = view()
    if (!editor || !open) return
    const now = blocksAt(editor.state)
    if (now.join() === here.join()) return
    here = now
    page.mark(here, true)
    // The part stands for what is not printed, which the server has to say.
    if (!here.slice(0, -1).some(id => page.has(id))) follower.follow(here)
  })
  return {
    panel: {
      key: "preview", group: "preview", title: t("preview"), dom: frame.dom, wide: true,
      shown(now) {
        open = now
        const editor = view()
        if (now && editor) {
          page.mark(here = blocksAt(editor.state), false)
          follower.follow(here)
        }
        watch()
      },
    },
    saved: version => follower.saved(version),
    news: topics => { if (topics.some(topic => printed.has(topic))) follower.renew() },
    update(state) {
      frame.behind(collabState(state).pending.length > 0)
      look()
    },
  }
}

/** What else than the text changes the paper, as store.Topics names it. */
const printed: ReadonlySet<string> = new Set(["details", "people", "previous", "solidarity", "signoff"])

interface Frame {
  readonly dom: HTMLElement
  show(page: Page, turned: boolean): void
  fail(): void
  /** Says whether there is text that no page can show yet. */
  behind(now: boolean): void
}

// What stands around the page: buttons, and of which text it is.
function around(page: PageView, config: Config, t: Translate, turn: (by: number) => void): Frame {
  const where = el("span", {class: "preview-where"}), state = el("p", {class: "aside-note"}, t("preview.loading"))
  const spoken = el("p", {class: "unseen", role: "status"}), time = new Intl.DateTimeFormat(locale(config.pageLanguage), {timeStyle: "medium"})
  const button = (name: string, click: () => void) => el("button", {type: "button", class: "editor-button", click}, t("preview." + name))
  const back = button("previous", () => turn(-1)), on = button("next", () => turn(1))
  const larger = button("larger", () => larger.setAttribute("aria-pressed", String(page.enlarge())))
  larger.setAttribute("aria-pressed", "false")
  const dom = el("div", {class: "preview"},
    el("div", {class: "preview-bar"}, back, where, on, larger, el("a", {href: config.urls.pdf}, t("preview.pdf"))),
    state, spoken, el("div", {class: "preview-frame"}, page.dom), el("p", {class: "aside-note"}, t("preview.hint")))
  let shown: Page | null = null, failed = false, unsaved = false
  const tell = () => {
    const saved = shown ? t("preview.saved", {version: shown.version, time: time.format(new Date(shown.saved))}) : ""
    const more = failed ? t("preview.failed") : saved && unsaved ? t("preview.behind") : saved ? "" : t("preview.loading")
    setText(state, [saved, more].filter(Boolean).join(" "))
  }
  return {
    dom,
    show(now, turned) {
      shown = now
      failed = false
      setText(where, t("preview.page", {page: now.page, pages: now.pages}))
      if (turned) setText(spoken, where.textContent!)
      back.setAttribute("aria-disabled", String(now.page <= 1))
      on.setAttribute("aria-disabled", String(now.page >= now.pages))
      tell()
    },
    fail() {
      failed = true
      tell()
      setText(spoken, t("preview.failed"))
    },
    behind(now) {
      if (now === unsaved) return
      unsaved = now
      tell()
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
