// The panel of suggestions: who suggests what, to be accepted or refused one by one, in a selection, of one person, or all.
// Where the cursor stands in one it is named, for those who do not see the lines through and under words.
import {keymap} from "prosemirror-keymap"
import {Selection, type Command, type EditorState} from "prosemirror-state"
import {decide} from "../shared/suggest_decide"
import type {Unsuitable} from "../shared/suggest_marks"
import type {Verdict} from "../shared/suggest_settle"
import {keyLabel, onMac} from "./actions"
import {commentOn, shownComments} from "./comments_plugin"
import {el, fill, later, setText} from "./dom"
import type {Around, Feature} from "./feature"
import {asSuggested, fixSuggesting, suggesting, suggestingMode} from "./suggesting"
import {entry, sentence} from "./suggestions_entry"
import {suggestionsIn, touched, type Suggestion} from "./suggestions_list"
import {Names} from "./suggestions_names"

/** The panel "suggestions", and the mode. */
export const suggestions = (around: Around): Feature => new Suggestions(around).feature

class Suggestions {
  readonly feature: Feature
  private readonly names: Names
  private readonly people = el("select", {id: "editor-suggestions-by", change: () => this.show()})
  private readonly spoken = el("p", {class: "editor-hint", role: "status"})
  private readonly list = el("ol", {class: "editor-suggestions"})
  private readonly tools = el("div", {class: "editor-actions"})
  private readonly here = el("p", {class: "unseen", role: "status"})
  private readonly soon = later(200, () => this.look())
  private found: readonly Suggestion[] = []
  private doc: EditorState["doc"] | null = null
  private current: string | null = null
  private open = false
  private on = false

  constructor(private readonly around: Around) {
    const {t} = around
    this.names = new Names(around.config, t, () => this.show())
    const dom = el("div", {class: "editor-suggestions-panel"},
      el("div", {class: "editor-suggestions-filter"}, el("label", {for: this.people.id}, t("suggestions.by")), this.people),
      this.spoken, this.tools, this.list)
    this.feature = {
      plugins: [suggestingMode(() => this.mustSuggest), keymap({
        "Mod-Alt-.": this.step(1), "Mod-Alt-,": this.step(-1),
        "Mod-Alt-Enter": this.atCursor("accept"), "Mod-Alt-Backspace": this.atCursor("refuse"),
      })],
      panel: {key: "suggestions", group: "together", title: t("suggestions"), dom, badge: () => this.found.length, shown: open => { this.open = open; this.show() }},
      margin: this.here,
      before: (tr, state) => asSuggested(tr, state, around.config.user.id, reason => this.unsuitable(reason)),
      rights: () => this.fix(),
      opened: () => { this.fix(); this.look() },
      update: state => this.update(state),
      news: topics => { if (topics.includes("people")) void this.names.load() },
    }
  }

  private get mustSuggest() {
    const rights = this.around.rights()
    return rights.suggest && !rights.edit
  }

  private fix() {
    const view = this.around.view(), tr = view && fixSuggesting(view.state, this.mustSuggest)
    if (tr) view.dispatch(tr)
    this.show()
  }

  private unsuitable(reason: Unsuitable) {
    const {t, tell} = this.around, view = this.around.view()
    const able = view !== null && shownComments(view.state).able
    const why = t("suggestions.not." + reason)
    if (!able) return tell(why + " " + t("suggestions.not.ask"))
    const comment = () => commentOn(view, view.state.selection)
    tell(why + " " + t("suggestions.not.comment", {key: keyLabel("Mod-Alt-m", onMac())}), {label: t("suggestions.comment"), run: comment})
  }

  private update(state: EditorState) {
    if (suggesting(state) !== this.on) {
      this.on = !this.on
      this.around.tell(this.around.t(this.on ? "suggestions.on" : "suggestions.off"))
    }
    if (state.doc !== this.doc) return this.soon()
    const [at] = touched(this.found, state.selection.from, state.selection.to)
    if ((at?.id ?? null) === this.current) return
    this.current = at?.id ?? null
    setText(this.here, at ? sentence(at, this.names.of(at.user), this.around.t) : "")
    for (const item of this.list.children) item.classList.toggle("editor-suggestion-here", (item as HTMLElement).dataset["id"] === this.current)
  }

  private look() {
    const view = this.around.view()
    if (!view || view.state.doc === this.doc) return
    this.doc = view.state.doc
    this.found = suggestionsIn(this.doc)
    if (this.found.length) void this.names.need()
    this.around.side.refresh()
    this.show()
    this.update(view.state)
  }

  private get shown(): Suggestion[] {
    const by = this.people.value
    return this.found.filter(one => !by || one.user === by)
  }

  private show() {
    if (!this.open) return
    const {t} = this.around, {shown} = this, by = this.people.value, users = [...new Set(this.found.map(one => one.user))]
    const option = (value: string, text: string) => el("option", {value, selected: value === by}, text)
    fill(this.people, option("", t("suggestions.by.everybody")), ...users.map(user => option(user, this.names.of(user))))
    setText(this.spoken, t("suggestions.count", {n: shown.length}) + (this.found.length ? " " + t("suggestions.without") : ""))
    fill(this.tools, ...this.buttons(shown))
    const focused = this.list.contains(document.activeElement)
    const at = [...this.list.children].findIndex(item => item.contains(document.activeElement))
    fill(this.list, ...shown.map(one => entry(one, {
      t, name: this.names.of(one.user), language: this.around.config.pageLanguage, here: one.id === this.current,
      decides: !this.mustSuggest, own: one.user === this.around.config.user.id,
      go: () => this.go(one), decide: verdict => this.decide([one], verdict),
    })))
    // The one after what was decided takes its place under the focus.
    if (focused) (this.list.children[Math.min(at, this.list.children.length - 1)]?.querySelector<HTMLElement>("button") ?? this.people).focus()
  }

  private buttons(shown: readonly Suggestion[]): HTMLElement[] {
    const {t} = this.around, rights = this.around.rights()
    if (!shown.length || !(rights.edit || rights.suggest)) return []
    const button = (key: string, run: () => void) => el("button", {type: "button", class: "editor-button", click: run}, t("suggestions." + key))
    const steps = [button("previous", () => this.walk(-1)), button("next", () => this.walk(1))]
    if (!rights.edit) return steps
    return [...steps,
      button("accept.all", () => this.decideAll(shown, "accept")), button("refuse.all", () => this.decideAll(shown, "refuse")),
      button("accept.selection", () => this.inSelection("accept")), button("refuse.selection", () => this.inSelection("refuse"))]
  }

  private decideAll(shown: readonly Suggestion[], verdict: Verdict) {
    if (confirm(this.around.t(`suggestions.${verdict}.sure`, {n: shown.length}))) this.decide(shown, verdict)
  }

  private inSelection(verdict: Verdict) {
    const view = this.around.view()
    if (view) this.decide(touched(suggestionsIn(view.state.doc), view.state.selection.from, view.state.selection.to), verdict)
  }

  private decide(list: readonly Suggestion[], verdict: Verdict) {
    const view = this.around.view(), {t, tell} = this.around
    if (!view?.editable) return
    const user = this.around.config.user.id, may = list.filter(one => !this.mustSuggest || (verdict === "refuse" && one.user === user))
    const ids = new Set(may.map(one => one.id)), tr = decide(view.state, mark => ids.has(mark.attrs["id"] as string) ? verdict : "keep")
    if (!tr) return tell(t("suggestions.none.here"))
    view.dispatch(tr)
    tell(t(`suggestions.${verdict}.done`, {n: may.length}))
    this.look()
  }

  private atCursor(verdict: Verdict): Command {
    return (_state, dispatch) => {
      if (dispatch) this.inSelection(verdict)
      return true
    }
  }

  private step(by: 1 | -1): Command {
    return (_state, dispatch) => {
      if (dispatch) this.walk(by)
      return true
    }
  }

  private walk(by: 1 | -1) {
    const view = this.around.view()
    if (!view) return
    const list = suggestionsIn(view.state.doc), at = view.state.selection.from
    const inOrder = by > 0 ? list : list.slice().reverse()
    const next = inOrder.find(({pieces: [first]}) => by > 0 ? first!.from > at : first!.to < at) ?? inOrder[0]
    if (next) this.go(next)
    else this.around.tell(this.around.t("suggestions.none"))
  }

  private go({pieces: [first]}: Suggestion) {
    const view = this.around.view()
    if (!view || !first || first.from > view.state.doc.content.size) return
    const $at = view.state.doc.resolve(Math.min(first.from + 1, view.state.doc.content.size))
    view.dispatch(view.state.tr.setSelection(Selection.near($at.parent.type.name === "endnote" ? view.state.doc.resolve($at.before()) : $at)).scrollIntoView())
    view.focus()
  }
}
