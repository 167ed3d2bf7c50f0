// Who wrote what: colours the text by person or by organization, tells the shares, and who touched the paragraph of the
// cursor last. The colours are decorations: nothing of them is copied or saved.
import type {Node} from "prosemirror-model"
import type {EditorState} from "prosemirror-state"
import {collabState} from "../shared/collab"
import {colouring, paint, stretches, type Authorship, type Stretch} from "./authors_colours"
import {wordsBy} from "./authors_words"
import {el, fill, later, setText} from "./dom"
import type {Around, Feature} from "./feature"
import {initials, type Team} from "./team"
import {locale} from "../shared/locale"

type By = "person" | "organization"

/** How many lines the legend has at most; the rest is counted together. */
const mostShares = 30

/** The panel "authors". */
export function authors(around: Around, team: Team): Feature {
  const {t, config} = around
  const legend = el("ul", {class: "editor-team"}), here = el("p", {role: "status"}), at = el("p", {role: "status"}), rest = el("p", {class: "editor-figure"})
  const by = {person: choice("person", true), organization: choice("organization", false)}
  const off = el("input", {type: "checkbox", id: "editor-authors-show", checked: true})
  const dom = el("div", {}, el("h2", {}, t("authors")),
    el("fieldset", {class: "editor-authors-by"}, el("legend", {class: "unseen"}, t("authors.by")), by.person.label, by.organization.label),
    el("p", {class: "editor-authors-by"}, off, el("label", {for: "editor-authors-show"}, t("authors.show"))), legend, rest,
    el("h3", {}, t("authors.paragraph")), at, here)
  const time = new Intl.DateTimeFormat(locale(config.pageLanguage), {dateStyle: "medium", timeStyle: "short"})
  let open = false, told: Authorship | null = null, asked = 0
  const askSoon = later(1_500, () => void load())

  function choice(value: By, checked: boolean) {
    const input = el("input", {type: "radio", name: "editor-authors-by", value, checked, change: () => draw()})
    return {input, label: el("label", {class: "editor-choice"}, input, t("authors.by." + value))}
  }
  off.addEventListener("change", () => draw())

  async function load(): Promise<void> {
    if (!open) return
    const mine = ++asked
    try {
      const response = await fetch(config.urls.authors, {credentials: "same-origin", cache: "no-store", headers: {Accept: "application/json"}})
      if (!response.ok || mine !== asked) return
      told = await response.json() as Authorship
    } catch {
      return // with the next change of the text it is asked for again
    }
    draw()
  }

  // Shown only for the version that this page has, with nothing of its own on top; otherwise it is asked for again.
  function fits(state: EditorState): boolean {
    const {version, pending} = collabState(state)
    return told !== null && told.version === version && pending.length === 0
  }

  const group = (user: string) => {
    const person = team.person(user)
    return by.organization.input.checked ? person.organization || "" : user
  }
  const personName = (id: string) => {
    const person = team.person(id)
    return person.name + (person.former && id ? " (" + t("authors.former") + ")" : "")
  }
  const nameOf = (id: string) => by.organization.input.checked ? team.organization(id) || t("authors.none") : personName(id)

  function draw(): void {
    const view = around.view()
    if (!view || !open || !told) return
    if (!fits(view.state)) return askSoon()
    const list = stretches(told), counts = sharesOf(view.state.doc, list, group)
    const order = [...counts.keys()], styleOf = (id: string) => `author who-${order.indexOf(id) % 8} author-${order.indexOf(id) % 3}`
    const looks = new Map(order.map(id => [id, {class: styleOf(id), title: nameOf(id)}]))
    view.dispatch(paint(view.state, off.checked ? list : null, user => looks.get(group(user)) ?? {class: "author", title: nameOf(group(user))}))
    const total = [...counts.values()].reduce((sum, n) => sum + n, 0)
    fill(legend, ...order.slice(0, mostShares).map(id => {
      const n = counts.get(id)!, name = nameOf(id)
      return el("li", {}, el("span", {class: "editor-initials " + styleOf(id), "aria-hidden": "true"}, initials(name)),
        el("div", {}, el("bdi", {}, name), el("span", {class: "editor-figure"}, t("authors.share", {n, percent: percent(n, total)}))))
    }))
    setText(rest, order.length > mostShares ? t("authors.more", {n: order.length - mostShares}) : "")
    tellHere(view.state)
  }

  function tellHere(state: EditorState): void {
    if (!open || !told) return
    const {$from} = state.selection
    if (fits(state)) tellAt(state)
    for (let depth = $from.depth; depth > 0; depth--) {
      const id = $from.node(depth).attrs["id"] as string | undefined
      if (!id || $from.node(depth).isInline) continue
      const touch = told.touched[id]
      const name = touch ? personName(told.users[touch[0]]!) : ""
      return setText(here, touch ? t("authors.touched", {name, when: time.format(new Date(touch[1] * 1000))}) : t("authors.untouched"))
    }
  }

  // Whose the character before the cursor is, or the first of the selection: for who does not see colours, or the pointer's words.
  function tellAt({selection: {from, empty, $from}}: EditorState): void {
    const pos = empty && $from.parentOffset > 0 ? from - 1 : from, blank = $from.parent.content.size === 0
    const user = blank ? undefined : stretches(told!).find(one => one.from <= pos && one.to > pos)?.user
    setText(at, user === undefined ? "" : t("authors.at", {name: nameOf(group(user))}))
  }

  function clear(): void {
    const view = around.view()
    if (view) view.dispatch(paint(view.state, null, () => ({class: "", title: ""})))
  }
  team.onChange(() => draw())

  return {
    plugins: [colouring()],
    panel: {
      key: "authors", group: "together", title: t("authors"), dom,
      shown(now) {
        open = now
        if (now) void load()
        else clear()
      },
    },
    update: state => {
      if (!open) return
      tellHere(state)
      if (told && collabState(state).version !== told.version) askSoon()
    },
  }
}

// The words by author, the most first.
function sharesOf(doc: Node, list: readonly Stretch[], group: (user: string) => string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const [user, n] of wordsBy(doc, list)) counts.set(group(user), (counts.get(group(user)) ?? 0) + n)
  return new Map([...counts].sort(([, a], [, b]) => b - a))
}

// Rounded, but nobody who wrote a word has nothing, and nobody all while others wrote too.
const percent = (n: number, total: number) => n === total ? 100 : Math.min(99, Math.max(1, Math.round(100 * n / total)))
