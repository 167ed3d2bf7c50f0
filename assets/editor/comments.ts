// Comments beside the text: the panel with the threads, their marks in the text, and what a person does with them.
// Reading, answering and settling work while others type: places follow the text (comments_plugin.ts).
import type {EditorState} from "prosemirror-state"
import {NodeSelection, TextSelection} from "prosemirror-state"
import {Places, type Anchor} from "../shared/anchor"
import {Failure, commentsApi, type Answer, type Comment, type Person, type Thread} from "./comments_api"
import {Drafts, tabStorage, type Draft} from "./comments_drafts"
import {filterBar, isShown} from "./comments_filter"
import {commentsMargin} from "./comments_margin"
import {anchorAt, commentOn, commentsPlugin, confirmed, placeComments, shownComments, tellComments, type Anchors} from "./comments_plugin"
import {Strays} from "./comments_strays"
import {ThreadView} from "./comments_thread"
import {commentField, type Field} from "./comments_write"
import {el, fill, later, setText} from "./dom"
import type {Around, Feature} from "./feature"
import {openNote} from "./notes"
import {label} from "./number"
import {numbering} from "./numbering"
import {locale} from "../shared/locale"

const nothing: Answer = {version: 0, threads: [], people: [], unseen: [], rights: {comment: false, coordinate: false}}

/** The panel "comments". */
export const comments = (around: Around): Feature => new Comments(around).feature

class Comments {
  private readonly api
  private readonly drafts: Drafts
  private readonly strays: Strays
  private readonly filter
  private readonly margin
  private readonly list = el("ol", {class: "editor-threads"})
  private readonly spoken = el("p", {class: "editor-comments-count", role: "status"})
  private readonly begin: HTMLButtonElement
  private readonly writing = el("div")
  private readonly dom: HTMLElement
  private readonly views = new Map<string, ThreadView>()
  private readonly time: Intl.DateTimeFormat
  private answer = nothing
  private people = new Map<string, Person>()
  private unseen = new Set<string>()
  private current: string | null = null
  private field: Field | null = null
  private begun = 0
  private picks = 0
  private asked = 0
  private wanted: string | null = null
  private told = ""
  private drawn: Anchors = new Map()
  readonly feature: Feature

  constructor(private readonly around: Around) {
    const {config, t} = around
    this.api = commentsApi(config.urls.comments, (input, init) => fetch(input, init))
    this.drafts = new Drafts(tabStorage(), `upright-comments ${config.submission} ${config.user.id}`)
    this.strays = new Strays({drafts: this.drafts, begin: draft => this.beginAnew(draft), changed: () => this.show(), t})
    this.time = new Intl.DateTimeFormat(locale(config.pageLanguage), {dateStyle: "medium", timeStyle: "short"})
    this.filter = filterBar(() => {
      this.told = ""
      this.show()
    }, t)
    this.margin = commentsMargin(id => this.pick(id, true), anchor => this.placeName(anchor), t)
    this.begin = el("button", {type: "button", class: "editor-button", click: () => {
      const view = around.view()
      if (view) commentOn(view, view.state.selection)
    }}, t("button.comment"))
    this.dom = el("div", {class: "editor-comments-panel"}, this.filter.dom, this.spoken, el("p", {}, this.begin), this.writing, this.list)
    this.dom.addEventListener("keydown", event => this.key(event))
    addEventListener("hashchange", () => this.fromAddress())
    const placeSoon = later(200, () => this.placeMargin())
    this.feature = {
      plugins: [commentsPlugin()],
      margin: this.margin.dom,
      panel: {
        key: "comments", group: "together", title: t("comments"), dom: this.dom,
        badge: () => this.answer.threads.filter(thread => !thread.resolved).length,
      },
      cleared: () => this.drafts.forget(),
      opened: () => {
        this.fromAddress()
        if (this.drafts.get("new")?.body) this.takeUp()
        void this.load()
      },
      update: state => {
        this.follow(state)
        placeSoon()
      },
      saved: () => this.retry(),
      news: topics => { if (topics.includes("comments") || topics.includes("people")) void this.load() },
    }
  }

  // Asks the server; of two answers the one that was asked for last counts.
  private async load(): Promise<void> {
    const asked = ++this.asked
    let answer: Answer
    try {
      answer = await this.api.list()
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      return this.askLater()
    }
    const view = this.around.view()
    if (asked !== this.asked || !view) return
    this.answer = answer
    this.people = new Map(answer.people.map(person => [person.user, person]))
    this.unseen = new Set(answer.unseen)
    this.filter.offer(answer.people)
    this.begin.hidden = !answer.rights.comment
    const anchors = new Map(answer.threads.map(thread => [thread.id, thread.anchor]))
    view.dispatch(placeComments(view.state, answer.version, anchors))
    this.show()
    this.around.side.refresh()
    if (this.wanted) this.pick(this.wanted, true)
  }

  private matching(): Thread[] {
    return this.answer.threads.filter(thread => isShown(thread, this.filter.value(), this.people, this.around.config.user.id))
  }

  // The threads that are shown, in the order of the text as it is here.
  private show(): void {
    const view = this.around.view()
    if (!view) return
    const {anchors} = shownComments(view.state), shown = this.matching()
    const at = (thread: Thread) => anchors.get(thread.id) ?? thread.anchor
    shown.sort((a, b) => at(a).from - at(b).from)
    view.dispatch(tellComments(view.state, {
      marked: new Set(shown.map(thread => thread.id)), current: this.current, able: this.answer.rights.comment,
    }))
    const items = shown.map(thread => {
      const item = this.views.get(thread.id) ?? this.makeView(thread.id)
      item.update(thread, at(thread), thread.id === this.current)
      return item.dom
    })
    // Others can delete a thread while somebody answers it: it stays until the words are sent on their way or thrown away.
    const there = new Set(this.answer.threads.map(thread => thread.id))
    const held = [...this.views].filter(([id, view]) => !there.has(id) && view.writing && this.drafts.holds(id))
    items.push(...held.map(([, view]) => view.dom))
    if (this.answer !== nothing) items.push(...this.strays.shown(id => there.has(id) || held.some(([one]) => one === id)))
    // Moving an element takes the focus from it: the order waits until nobody is in the list.
    const present = new Set<Element>(items)
    for (const old of [...this.list.children]) if (!present.has(old)) old.remove()
    const ordered = items.every((item, i) => this.list.children[i] === item)
    if (!ordered && !this.list.contains(document.activeElement)) this.list.replaceChildren(...items)
    else for (const item of items) if (!item.isConnected) this.list.append(item)
    const {t} = this.around
    const count = shown.length || this.answer.threads.length ? t("comments.shown", {n: shown.length}) : t("comments.none")
    setText(this.spoken, (this.told ? this.told + " " : "") + count)
    this.placeMargin()
  }

  private makeView(id: string): ThreadView {
    const {t, config} = this.around
    const view = new ThreadView(id, {
      t, me: config.user.id, people: () => this.people, rights: () => this.answer.rights, unseen: () => this.unseen,
      time: iso => this.time.format(new Date(iso)),
      place: anchor => this.placeName(anchor),
      toggle: thread => this.open(this.current === thread ? null : thread),
      goTo: thread => this.goTo(thread),
      resolve: thread => void this.act(() => this.api.resolve(thread.id, !thread.resolved), thread.resolved ? "comments.done.reopened" : "comments.done.resolved"),
      remove: (thread, comment) => {
        if (confirm(t("comments.delete.sure"))) void this.act(() => this.api.remove(thread.id, comment.id), "comments.done.deleted")
      },
      field: (thread, comment, done) => this.answerField(thread, comment, done),
    })
    this.views.set(id, view)
    return view
  }

  private answerField(thread: Thread, comment: Comment | null, done: () => void): Field {
    const {t} = this.around, key = comment ? "edit " + comment.id : "reply " + thread.id
    if (comment && !this.drafts.get(key)) this.drafts.set(key, {id: comment.id, body: comment.body, mentions: comment.mentions})
    this.drafts.set(key, {thread: thread.id})
    return commentField({
      draft: key, label: comment ? t("comments.edit.label") : t("comments.reply.label"), button: comment ? t("comments.save") : t("comments.send"),
      drafts: this.drafts, people: () => this.answer.people, t,
      send: async draft => {
        await (comment ? this.api.edit(draft) : this.api.reply(draft))
        return true
      },
      done: sent => {
        done()
        if (sent) this.after("comments.done.sent")
        else this.show()
      },
    })
  }

  // Words for a thread that is gone become those of a new comment where the selection is, after what is begun there.
  private beginAnew(draft: Draft): boolean {
    const view = this.around.view()
    if (!view || !this.answer.rights.comment) return false
    const begun = this.drafts.get("new")?.body.trim() ?? ""
    this.drafts.set("new", {body: begun ? begun + "\n\n" + draft.body : draft.body})
    const placed = commentOn(view, view.state.selection)
    if (!placed) this.drafts.set("new", {body: begun})
    return placed
  }

  // Opens a thread, or none, and marks it in the text.
  private open(id: string | null): void {
    this.current = id
    this.show()
    const view = this.around.view()
    if (!id || !view) return
    view.dom.querySelector(`[data-comment="${CSS.escape(id)}"]`)?.scrollIntoView({block: "nearest"})
    const thread = this.answer.threads.find(one => one.id === id)
    if (thread?.comments.some(comment => this.unseen.has(comment.id))) {
      this.api.seen(id).catch(() => {}) // told again the next time it is opened
      for (const comment of thread.comments) this.unseen.delete(comment.id)
    }
  }

  /** Shows a thread in the panel, whatever the filter says. */
  private pick(id: string, focus: boolean): void {
    const thread = this.answer.threads.find(one => one.id === id)
    if (!thread) return void (this.wanted = id)
    this.wanted = null
    if (!this.matching().includes(thread)) this.filter.set({state: "all", by: ""})
    this.around.side.open("comments")
    this.open(id)
    const view = this.views.get(id)
    view?.dom.scrollIntoView({block: "nearest"})
    if (focus) view?.head.focus()
  }

  private goTo(id: string): void {
    const view = this.around.view(), anchor = view && shownComments(view.state).anchors.get(id)
    if (!view || !anchor) return
    view.focus()
    const {tr} = view.state, size = tr.doc.content.size, $from = tr.doc.resolve(Math.min(anchor.from, size))
    if ($from.parent.type.name === "endnote") {
      view.dispatch(tr.setSelection(NodeSelection.create(tr.doc, $from.before())).scrollIntoView())
      openNote($from.before())(view.state, view.dispatch)
      return
    }
    const to = anchor.ranged && !anchor.lost ? Math.min(anchor.to, size) : $from.pos
    view.dispatch(tr.setSelection(TextSelection.between($from, tr.doc.resolve(to))).scrollIntoView())
  }

  // What the plugin says: a comment was begun, or what was told could not be placed.
  private follow(state: EditorState): void {
    const shown = shownComments(state)
    if (shown.begun > this.begun) {
      this.begun = shown.begun
      this.write(true)
    }
    if (shown.picks > this.picks) {
      this.picks = shown.picks
      this.pick(shown.picked!.id, shown.picked!.focus)
    }
    if (shown.anchors !== this.drawn) {
      this.drawn = shown.anchors
      this.redraw()
    }
    const lost = this.answer.threads.length > 0 && shown.anchors.size === 0 && !shown.waiting
    if (shown.stale || lost) this.askAgain()
  }
  private readonly askAgain = later(300, () => void this.load())
  private readonly askLater = later(5_000, () => void this.load())
  private readonly redraw = later(300, () => this.show())

  // The field for a new comment. What was typed for another place before goes to the new one.
  private write(focus: boolean): void {
    const view = this.around.view(), anchor = view && shownComments(view.state).draft
    if (!view || !anchor) return
    const {t} = this.around, {block, ranged, quote} = anchor
    this.drafts.set("new", {place: {block, ranged, quote}})
    this.around.side.open("comments")
    this.field = commentField({
      draft: "new", label: t("comments.new.label", {place: this.placeName(anchor)}), button: t("comments.send"),
      drafts: this.drafts, people: () => this.answer.people, t,
      send: async draft => {
        const now = this.around.view(), place = now && shownComments(now.state).draft, version = now && confirmed(now.state)
        if (!place || version === null) return false
        await this.api.start(draft, version, place)
        this.current = draft.thread
        return true
      },
      done: sent => this.written(sent),
    })
    fill(this.writing, quote && el("blockquote", {class: "editor-quote", dir: "auto"}, quote), this.field.dom)
    if (focus) this.field.focus()
  }

  private written(sent: boolean): void {
    const view = this.around.view()
    this.field = null
    fill(this.writing)
    if (view) {
      view.dispatch(tellComments(view.state, {draft: null}))
      view.focus()
    }
    if (sent) this.after("comments.done.sent")
  }

  // A comment that was being written when the page was loaded anew.
  private takeUp(): void {
    const view = this.around.view(), kept = this.drafts.get("new")?.place
    if (!view || !kept) return
    const anchor = anchorAt(view.state, {block: kept.block})!
    const place = kept.ranged ? new Places(view.state.doc).settle({...anchor, ranged: true, quote: kept.quote}) : anchor
    view.dispatch(tellComments(view.state, {draft: place, able: true}))
    this.write(false)
  }

  private retry(): void {
    this.field?.retry()
    for (const view of this.views.values()) view.retry()
  }

  private async act(request: () => Promise<void>, told: string): Promise<void> {
    try {
      await request()
      this.after(told)
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      this.around.tell(error.message || this.around.t("comments.offline"))
    }
  }

  private after(told: string): void {
    this.told = this.around.t(told)
    this.show()
    void this.load()
  }

  private placeMargin(): void {
    const view = this.around.view()
    if (!view) return
    const {anchors, marked} = shownComments(view.state)
    this.margin.place(view, [...marked].flatMap(id => anchors.has(id) ? {id, anchor: anchors.get(id)!} : []))
  }

  private placeName(anchor: Anchor): string {
    const {t} = this.around, view = this.around.view()
    const place = view && numbering(view.state).byId.get(anchor.shown)
    return place ? t("comments.place." + place.kind, {label: label(place)}) : t("comments.place.text")
  }

  // Up and down go from thread to thread; Escape goes back to the text.
  private key(event: KeyboardEvent): void {
    if (event.key === "Escape") {
      event.preventDefault()
      return void this.around.view()?.focus()
    }
    const heads = [...this.list.querySelectorAll<HTMLElement>(".editor-thread-head")], at = heads.indexOf(event.target as HTMLElement)
    const next = at < 0 ? undefined : {ArrowDown: heads[at + 1], ArrowUp: heads[at - 1], Home: heads[0], End: heads[heads.length - 1]}[event.key]
    if (!next) return
    event.preventDefault()
    next.focus()
  }

  private fromAddress(): void {
    const id = /^#thread-([a-z2-7]{20})$/.exec(location.hash)?.[1]
    if (id) this.pick(id, true)
  }
}
