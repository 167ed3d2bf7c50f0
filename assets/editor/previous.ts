// The panel with the recommendations that the State got in earlier reviews: searched on the server, cited in the text by a
// button or by dragging. What cites a recommendation is linked to it once it is saved, so that the matrix in the annex
// brings the numbers of its paragraphs.
import {el, fill, later, setText} from "./dom"
import type {Around, Feature} from "./feature"
import {cite, dropped, dragType} from "./previous_cite"
import {linker, type Links} from "./previous_links"

/** One recommendation as the server tells it. */
export interface Recommendation {
  readonly id: string
  readonly place: string
  readonly text: string
  readonly language: string
  readonly states: string
  readonly position: string
  readonly assessed: string
  /** Ids of the blocks that cite it. */
  readonly paragraphs: readonly string[]
  readonly citation: {readonly text: string; readonly note: string}
}

interface Page {readonly list: readonly Recommendation[]; readonly total: number; readonly all: number}

/** How long after the last key the search is sent, in milliseconds. */
const searchAfter = 250

const assessments = ["none", "implemented", "in-part", "not-implemented", "reversed", "no-information"]

/** The panel "previous". */
export function previous(around: Around): Feature {
  const {config, t, view, rights, tell} = around
  const word = el("input", {type: "search", class: "input", maxlength: "200", "aria-label": t("previous.search"), placeholder: t("previous.search"), input: () => ask()})
  const assessed = el("select", {class: "input", "aria-label": t("previous.assessed"), change: () => void load()},
    el("option", {value: ""}, t("previous.assessed.all")), ...assessments.map(value => el("option", {value}, t("previous.is." + value))))
  const count = el("p", {role: "status", class: "aside-note"}), list = el("ol", {class: "editor-previous"})
  const more = el("button", {type: "button", class: "editor-button", click: () => void load(shown.length)}, t("previous.more"))
  const hint = el("p", {class: "aside-note"}, t("previous.insert.hint"))
  const dom = el("div", {}, word, assessed, hint, count, list, more, el("p", {}, el("a", {href: config.urls.previous}, t("previous.all"))))
  let open = false, stale = true, asked = 0, shown: readonly Recommendation[] = []
  const links: Links = linker(config, () => tell(t("previous.unlinked")))

  const insert = (one: Recommendation, pos: number | null) => {
    const editor = view()
    if (!editor || !rights().suggest) return
    const block = cite(editor, one.citation, pos)
    if (block === null) return tell(t("previous.place"))
    if (rights().edit) links.add(one.id, block)
    tell(t("previous.inserted"))
  }
  const entry = (one: Recommendation) => {
    const item = el("li", {draggable: rights().suggest ? "true" : "false"},
      el("p", {}, el("b", {}, el("bdi", {}, one.place)), " ", el("span", {class: "editor-figure", dir: "auto"}, one.states)),
      el("p", {dir: "auto", lang: one.language}, one.text),
      el("p", {class: "aside-note"}, [one.position, one.assessed, one.paragraphs.length > 0 ? t("previous.cited") : ""].filter(Boolean).join(" · ")),
      rights().suggest && el("button", {type: "button", class: "editor-button", click: () => insert(one, null)}, t("previous.insert"), el("span", {class: "unseen"}, " " + one.place)))
    item.addEventListener("dragstart", event => {
      event.dataTransfer?.setData(dragType, one.id)
      event.dataTransfer?.setData("text/plain", one.citation.text)
    })
    return item
  }
  const show = (page: Page) => {
    setText(count, page.all === 0 ? t("previous.none") : page.total === 0 ? t("previous.none.found") : t("previous.count", {n: page.total}))
    fill(list, ...shown.map(entry))
    more.hidden = shown.length >= page.total
    word.hidden = assessed.hidden = page.all === 0
    hint.hidden = page.total === 0 || !rights().suggest
  }
  const load = async (from = 0): Promise<void> => {
    const now = ++asked
    try {
      const query = new URLSearchParams({q: word.value, assessed: assessed.value, from: String(from), as: config.user.as})
      const response = await fetch(config.urls.previous + "/list?" + query, {credentials: "same-origin", cache: "no-store", headers: {Accept: "application/json"}})
      if (!response.ok) throw new Error(String(response.status))
      const page = await response.json() as Page
      if (now !== asked) return
      shown = from > 0 ? [...shown, ...page.list] : page.list
      stale = false
      show(page)
    } catch {
      if (now === asked) setText(count, t("previous.away"))
    }
  }
  const ask = later(searchAfter, () => void load())
  more.hidden = hint.hidden = true

  return {
    plugins: [dropped((id, pos) => {
      const one = shown.find(one => one.id === id)
      if (one) insert(one, pos)
    })],
    panel: {
      key: "previous", group: "context", title: t("previous"), dom,
      shown(now) {
        open = now
        if (open && stale) void load()
      },
    },
    saved: () => links.send(),
    news(topics) {
      if (!topics.includes("previous")) return
      stale = true
      // Not while somebody walks through it: what changed is there when it is opened or searched again.
      if (open && !dom.contains(document.activeElement)) void load()
    },
    cleared() {
      shown = []
      fill(list)
    },
  }
}
