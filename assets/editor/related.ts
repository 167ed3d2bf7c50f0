// The panel with linked submissions: what came from them and what changed there since, and their passages, to be taken over
// into this text. What is taken over is noted on the server first, so that no words come without a trace; newer words are
// settled once the edit that took them is saved.
import {Selection} from "prosemirror-state"
import {collabState} from "../shared/collab"
import {newBlockId} from "../shared/ids"
import {el, fill, later, setText} from "./dom"
import type {Around, Feature} from "./feature"
import {Refused, relatedApi, type Api, type Offer, type Offers, type Passage, type State} from "./related_api"
import {cameFrom, offered, wentTo} from "./related_entry"
import {findById, hasPlace, passageIn, putPassage, renewPassage, takes} from "./related_insert"

/** The panel "related". */
export const related = (around: Around): Feature => new Related(around).feature

/** How long after the last key the search is sent, and after the last save an open panel looks anew, in milliseconds. */
const searchAfter = 250, lookAfter = 2_000

class Related {
  readonly feature: Feature
  private readonly api: Api
  private readonly spoken = el("p", {class: "editor-hint", role: "status"})
  private readonly into = el("section", {hidden: true})
  private readonly from = el("section", {hidden: true})
  private readonly other = el("select", {id: "editor-related-other", class: "input editor-related-other", change: () => void this.search()})
  private readonly word: HTMLInputElement
  private readonly count = el("p", {class: "aside-note", role: "status"})
  private readonly list = el("ol", {class: "editor-related"})
  private readonly more: HTMLButtonElement
  private readonly choose: HTMLElement
  private readonly dom: HTMLElement
  private state: State | null = null
  private offers: readonly Offer[] = []
  private asked = 0
  private searched = 0
  private open = false
  private settling: Passage[] = []
  private stale = false // what was taken here is told once it is saved
  private readonly lookSoon = later(lookAfter, () => { if (this.open) void this.load() })

  constructor(private readonly around: Around) {
    const {t, config} = around
    this.api = relatedApi(config)
    const soon = later(searchAfter, () => void this.search())
    this.word = el("input", {type: "search", class: "input", maxlength: "200", "aria-label": t("related.search"), placeholder: t("related.search"), input: soon})
    this.more = el("button", {type: "button", class: "editor-button", hidden: true, click: () => void this.search(this.offers.length)}, t("related.more"))
    this.choose = el("section", {hidden: true}, el("label", {for: this.other.id}, t("related.other")), this.other, this.word,
      el("p", {class: "editor-hint"}, t("related.hint")), this.count, this.list, this.more)
    this.dom = el("div", {}, this.spoken, this.into, this.choose, this.from, el("p", {}, el("a", {href: config.urls.related}, t("related.page"))))
    this.feature = {
      panel: {
        key: "related", group: "context", title: t("related"), dom: this.dom, badge: () => this.changed.length,
        shown: open => { this.open = open; if (open) void this.load() },
      },
      rights: () => this.show(),
      news: topics => { if (topics.includes("links")) void this.load() },
      saved: () => void this.afterSaving(),
      cleared: () => this.clear(),
    }
  }

  private get changed() { return this.state?.into.filter(one => one.state === "changed") ?? [] }

  // Draws a list anew and leaves the focus at the entry that had it.
  private redraw(at: HTMLElement, ...entries: HTMLElement[]) {
    const entry = at.contains(document.activeElement) ? document.activeElement!.closest<HTMLElement>("[data-of]")?.dataset["of"] : undefined
    fill(at, ...entries)
    if (entry !== undefined) (at.querySelector<HTMLElement>(`[data-of="${CSS.escape(entry)}"] button`) ?? this.dom).focus()
  }

  private async load(): Promise<void> {
    const now = ++this.asked
    try {
      const state = await this.api.state()
      if (now !== this.asked) return
      const before = this.other.value
      this.state = state
      fill(this.other, ...state.others.map(({id, name}) => el("option", {value: id, selected: id === before}, name)))
      this.show()
      this.around.side.refresh()
      if (this.open) void this.search()
    } catch {
      if (now === this.asked && this.open) setText(this.spoken, this.around.t("related.away"))
    }
  }

  private show() {
    const {state} = this, {t} = this.around
    if (!state) return
    const acts = {go: (one: Passage) => this.go(one), renew: (one: Passage) => this.renew(one), leave: (one: Passage) => void this.leave(one)}
    const section = (at: HTMLElement, title: string, entries: HTMLElement[]) => {
      at.hidden = entries.length === 0
      at.setAttribute("aria-label", title)
      this.redraw(at, el("p", {class: "editor-related-title"}, title), el("ol", {class: "editor-related"}, ...entries))
    }
    section(this.into, t("related.into"), state.into.map(one => cameFrom(one, t, this.around.rights().edit, acts)))
    section(this.from, t("related.from"), state.from.map(one => wentTo(one, t, acts)))
    this.choose.hidden = state.others.length === 0 || !this.around.rights().edit
    const none = t("related.none")
    if (state.others.length === 0) setText(this.spoken, none)
    else if (this.spoken.textContent === none) setText(this.spoken, "")
  }

  private async search(from = 0): Promise<void> {
    const now = ++this.searched, other = this.other.value, {t} = this.around
    if (!other || this.choose.hidden) return
    try {
      const found = await this.api.offers(other, this.word.value, from)
      if (now !== this.searched) return
      this.offers = from > 0 ? [...this.offers, ...found.list] : found.list
      this.showOffers(found)
    } catch {
      if (now === this.searched) setText(this.count, t("related.away"))
    }
  }

  private showOffers({language, total}: Offers) {
    const {t} = this.around
    setText(this.count, total ? t("related.count", {n: total}) : t("related.none.found"))
    this.redraw(this.list, ...this.offers.map(one => offered(one, language, t, (offer, button) => void this.take(offer, button))))
    this.more.hidden = this.offers.length >= total
  }

  private async take(offer: Offer, button: HTMLButtonElement): Promise<void> {
    const {t} = this.around, view = this.around.view(), note = offer.kind === "note", id = newBlockId()
    if (!view || !hasPlace(view.state, note)) return setText(this.spoken, t("related.place"))
    if (!takes(view.state, note)) return setText(this.spoken, t("related.unplaced"))
    button.disabled = true
    try {
      const {doc} = await this.api.take(this.other.value, offer, id)
      const put = hasPlace(view.state, note) && putPassage(view, passageIn(doc, note), id, offer.block)
      this.stale ||= put
      setText(this.spoken, t(put ? "related.taken" : "related.unplaced"))
    } catch (error) {
      setText(this.spoken, (error instanceof Refused && error.message) || t("related.failed"))
    }
    button.disabled = false
    button.focus()
  }

  private go(one: Passage) {
    const view = this.around.view(), found = view && findById(view.state.doc, one.block)
    if (!view || !found) return setText(this.spoken, this.around.t("related.gone"))
    view.dispatch(view.state.tr.setSelection(Selection.near(view.state.doc.resolve(found.pos + (found.node.isInline ? 0 : 1)))).scrollIntoView())
    view.focus()
  }

  private renew(one: Passage) {
    const {t} = this.around, view = this.around.view(), note = one.kind === "note"
    if (!view) return
    const was = passageIn(one.was, note), now = passageIn(one.now, note)
    let became = renewPassage(view, one.block, was, now, false)
    if (became === "conflict" && confirm(t("related.over"))) became = renewPassage(view, one.block, was, now, true)
    if (became === "conflict") return
    if (became !== "taken") return setText(this.spoken, t("related." + became))
    setText(this.spoken, t("related.renewed"))
    this.settling.push(one)
    this.around.side.refresh()
    void this.settleIfSaved()
  }

  // An edit that was not needed makes no save to wait for.
  private async settleIfSaved(): Promise<void> {
    const view = this.around.view()
    if (view && collabState(view.state).pending.length === 0) await this.settleTaken()
  }

  private async afterSaving(): Promise<void> {
    await this.settleTaken()
    if (this.stale) {
      this.stale = false
      await this.load()
    } else if (this.open && this.state?.into.length) this.lookSoon()
  }

  private async settleTaken(): Promise<void> {
    for (const one of this.settling.splice(0)) {
      try {
        await this.api.settle(one, true)
      } catch {
        // It stays among what changed, and can be left there.
      }
    }
  }

  private async leave(one: Passage): Promise<void> {
    const {t} = this.around
    try {
      await this.api.settle(one, false)
      setText(this.spoken, t("related.left"))
    } catch (error) {
      setText(this.spoken, (error instanceof Refused && error.message) || t("related.away"))
    }
    await this.load()
  }

  private clear() {
    this.state = null
    this.offers = []
    for (const at of [this.into, this.from, this.list, this.other]) fill(at)
    this.choose.hidden = this.into.hidden = this.from.hidden = true
  }
}
