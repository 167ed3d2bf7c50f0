// Who else is here: their cursors in the text, a list at the side, and their names in the outline.
import {Plugin, PluginKey, TextSelection, type EditorState} from "prosemirror-state"
import type {EditorView} from "prosemirror-view"
import {collabKey, collabState} from "../shared/collab"
import {comma} from "../shared/locale"
import type {CollabState} from "../shared/pending"
import {assigned, type Assigned} from "./assigned"
import {Passed} from "./comments_versions"
import {el, fill, later, setText} from "./dom"
import type {Around, Feature} from "./feature"
import {parts} from "./parts"
import {Layer} from "./presence_layer"
import {Tabs, type Tab} from "./presence_places"
import {Teller, type Message} from "./presence_send"
import {initials, type Person, type Team} from "./team"
import type {PresenceJSON} from "./transport"

/** For how long a cursor that moved shows the whole name, in milliseconds. */
const fresh = 3_000
/** How long a page may be hidden before its person counts as gone; and how often the number of people is read out at most. */
const hidden = 5_000, spokenPause = 10_000
/** How many people the list names. */
const mostNamed = 100

const passedKey = new PluginKey<Passed>("passed")

// Keeps the way from version to version, which places of older versions are moved along.
const passing = () => new Plugin<Passed>({
  key: passedKey,
  state: {
    init: () => new Passed(),
    apply(tr, passed, old) {
      const was = collabKey.getState(old)!, now = (tr.getMeta(collabKey) as CollabState | undefined) ?? was
      return passed.after(tr, was, now)
    },
  },
})

// A person with their tabs, the one that moved last first.
interface Here {readonly person: Person; readonly tabs: Tab[]}

export class Presence {
  private tabs = new Tabs()
  private teller: Teller | null = null
  private readonly layer = new Layer()
  private readonly asked = new Set<string>()
  private readonly list = el("ul", {class: "editor-team"})
  private readonly count = el("p")
  private readonly spoken = el("p", {class: "unseen", role: "status"})
  private readonly drawSoon = frame(() => this.draw())
  private readonly settleSoon = later(fresh, () => this.drawSoon())
  private readonly sayCount = later(spokenPause, () => setText(this.spoken, this.countText()))
  private readonly listSoon = later(200, () => this.show())
  private readonly assigned: Assigned
  readonly feature: Feature

  constructor(private readonly around: Around, private readonly team: Team) {
    const {t} = around
    this.assigned = assigned(around, team)
    this.feature = {
      plugins: [passing()],
      margin: this.layer.dom,
      panel: {
        key: "people", group: "together", title: t("presence"), dom: el("div", {}, el("h2", {}, t("presence.here")), this.count, this.list, this.spoken, this.assigned.dom),
        badge: () => this.here().length, inventory: true,
      },
      opened: view => this.open(view),
      update: state => this.update(state),
      news: () => this.teller?.again(), // the line was down, perhaps
      presence: told => this.told(told),
      part: id => this.inPart(id),
    }
    team.onChange(() => this.changed())
  }

  private open(view: EditorView): void {
    if (this.teller) return
    const {config} = this.around
    const post = (message: Message, last = false) => {
      const body = JSON.stringify(message)
      if (last) return void navigator.sendBeacon(config.urls.presence, body)
      if (!navigator.onLine) return
      fetch(config.urls.presence, {method: "POST", body, credentials: "same-origin", keepalive: true, headers: {"Content-Type": "application/json"}})
        .then(({status}) => { if (status === 403 || status === 404) this.teller?.stop() })
        .catch(() => undefined) // of the moment: the next place will do
    }
    const teller = this.teller = new Teller({
      client: this.around.client()!, post: message => post(message, message.gone),
      clock: {after: (wait, run) => { const timer = setTimeout(run, wait); return () => clearTimeout(timer) }, random: Math.random},
    })
    let timer: ReturnType<typeof setTimeout> | undefined
    document.addEventListener("visibilitychange", () => {
      clearTimeout(timer)
      if (document.visibilityState === "hidden") timer = setTimeout(() => teller.leave(), hidden)
      else teller.back()
    })
    addEventListener("pagehide", () => teller.leave())
    addEventListener("pageshow", () => teller.back())
    new ResizeObserver(() => this.drawSoon()).observe(view.dom)
    this.update(view.state)
  }

  private update(state: EditorState): void {
    const passed = passedKey.getState(state)!, now = collabState(state)
    const {anchor, head} = state.selection
    this.teller?.update(anchor, head, now, passed)
    this.assigned.update(state)
    this.tabs = this.tabs.follow(passed, now.version)
    if (this.tabs.all.length) {
      this.drawSoon()
      this.listSoon()
    }
  }

  private told({all, here}: PresenceJSON): void {
    const {config} = this.around, before = this.here().length
    const others = here.filter(place => place.client !== this.around.client() && place.user !== config.user.id)
    this.tabs = this.tabs.told(all, others, Date.now())
    this.meet(others.map(place => place.user))
    const view = this.around.view()
    if (view) this.tabs = this.tabs.follow(passedKey.getState(view.state)!, collabState(view.state).version)
    if (this.here().length !== before) {
      this.around.side.refresh()
      this.sayCount()
    }
    this.changed()
    this.settleSoon()
  }

  // Whoever is here and not in the list has come since: it is asked for once.
  private meet(users: readonly string[]): void {
    const strangers = users.filter(user => !this.team.knows(user) && !this.asked.has(user))
    for (const user of strangers) this.asked.add(user)
    if (strangers.length) void this.team.load()
  }

  private changed(): void {
    this.drawSoon()
    this.listSoon()
  }

  // Everybody else, by name.
  private here(): Here[] {
    const people = new Map<string, Here>()
    for (const tab of [...this.tabs.all].sort((a, b) => b.moved - a.moved)) {
      const known = people.get(tab.user)
      if (known) known.tabs.push(tab)
      else people.set(tab.user, {person: this.team.person(tab.user), tabs: [tab]})
    }
    return [...people.values()].sort((a, b) => a.person.name.localeCompare(b.person.name))
  }

  private draw(): void {
    const view = this.around.view()
    if (!view) return
    const now = collabState(view.state), size = view.state.doc.content.size, time = Date.now()
    const latest = [...this.tabs.all].sort((a, b) => b.moved - a.moved)
    // Told for a version that is still on its way: it is drawn when that has come.
    this.layer.draw(view, latest.filter(tab => tab.place.version <= now.version).map(({client, user, place, moved}) => {
      const {name} = this.team.person(user)
      return {client, name, initials: initials(name), colour: this.team.colour(user), fresh: time - moved < fresh, ...place.shown(now, size)}
    }))
  }

  private countText(): string {
    const n = this.here().length
    return n ? this.around.t("presence.count", {n}) : this.around.t("presence.alone")
  }

  private show(): void {
    const view = this.around.view(), {t} = this.around
    if (!view) return
    const here = this.here()
    setText(this.count, this.countText())
    const key = (one: Here) => one.person.id
    const old = new Map([...this.list.children].map(item => [(item as HTMLElement).dataset["person"]!, item as HTMLElement]))
    const items = here.slice(0, mostNamed).map(one => {
      const item = old.get(key(one)) ?? this.item(key(one)), part = this.partOf(one.tabs[0]!, view.state)
      item.querySelector(".editor-initials")!.className = "editor-initials who-" + this.team.colour(one.person.id)
      setText(item.querySelector(".editor-initials")!, initials(one.person.name))
      setText(item.querySelector("bdi")!, one.person.name)
      setText(item.querySelector(".editor-figure")!, [one.person.organizationName, part && t("presence.in", {part})].filter(Boolean).join(" · "))
      return item
    })
    // Only what changed is moved: the focus stays where it is.
    if (items.length !== this.list.children.length || items.some((item, i) => this.list.children[i] !== item)) fill(this.list, ...items)
    this.around.side.refresh()
  }

  private item(user: string): HTMLElement {
    const name = el("bdi"), go = el("button", {type: "button", class: "editor-part", click: () => this.goTo(user)}, name)
    return el("li", {"data-person": user}, el("span", {class: "editor-initials", "aria-hidden": "true"}), el("div", {}, go, el("span", {class: "editor-figure"})))
  }

  private goTo(user: string): void {
    const view = this.around.view(), tab = this.here().find(one => one.person.id === user)?.tabs[0]
    if (!view || !tab) return
    const {head} = tab.place.shown(collabState(view.state), view.state.doc.content.size)
    view.dispatch(view.state.tr.setSelection(TextSelection.near(view.state.doc.resolve(head))).scrollIntoView())
    view.focus()
  }

  private partOf(tab: Tab, state: EditorState): string | null {
    const {head} = tab.place.shown(collabState(state), state.doc.content.size)
    const part = parts(state.doc).filter(place => place.pos < head).pop()
    return part ? part.node.firstChild!.textContent || this.around.t("part.untitled") : null
  }

  private inPart(id: string): string {
    const view = this.around.view()
    if (!view || !this.tabs.all.length) return ""
    const place = parts(view.state.doc).find(one => one.node.attrs["id"] === id)
    if (!place) return ""
    const now = collabState(view.state), size = view.state.doc.content.size
    const names = this.here().filter(({tabs}) => {
      const {head} = tabs[0]!.place.shown(now, size)
      return head > place.pos && head < place.pos + place.node.nodeSize
    }).map(({person}) => person.name)
    if (!names.length) return ""
    return this.around.t("presence.part", {names: names.slice(0, 3).join(comma(this.around.config.pageLanguage)) + (names.length > 3 ? " +" + (names.length - 3) : "")})
  }
}

// Calls run once before the next picture, however often it is asked for.
function frame(run: () => void): () => void {
  let asked = false
  return () => {
    if (asked) return
    asked = true
    requestAnimationFrame(() => {
      asked = false
      run()
    })
  }
}
