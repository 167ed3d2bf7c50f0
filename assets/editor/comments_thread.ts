// One thread in the panel: a button that says what it is about, and behind it the comments and what can be done.
import type {Anchor} from "../shared/anchor"
import type {Comment, Person, Thread} from "./comments_api"
import type {Field} from "./comments_write"
import type {Translate} from "./config"
import {el, fill} from "./dom"

/** What a thread is shown with. */
export interface Around {
  readonly t: Translate
  readonly me: string
  readonly people: () => ReadonlyMap<string, Person>
  readonly rights: () => {readonly comment: boolean; readonly coordinate: boolean}
  readonly unseen: () => ReadonlySet<string>
  readonly time: (iso: string) => string
  /** "Paragraph 12", "Note 3" … of the block with an id. */
  readonly place: (anchor: Anchor) => string
  /** Asked for by the person. */
  readonly toggle: (id: string) => void
  readonly goTo: (id: string) => void
  readonly resolve: (thread: Thread) => void
  readonly remove: (thread: Thread, comment: Comment) => void
  /** Makes the field for an answer, or for new words of an own comment. */
  readonly field: (thread: Thread, comment: Comment | null, done: () => void) => Field
}

export class ThreadView {
  readonly dom = el("li", {class: "editor-thread"})
  readonly head: HTMLButtonElement
  private readonly body: HTMLElement
  private readonly content = el("div")
  private readonly place = el("div")
  private field: {readonly for: string; readonly shown: Field} | null = null
  private thread!: Thread
  private drawn = ""

  constructor(id: string, private readonly around: Around) {
    const bodyId = "editor-thread-" + id
    this.head = el("button", {type: "button", class: "editor-thread-head", "aria-controls": bodyId, click: () => around.toggle(id)})
    this.body = el("div", {id: bodyId, class: "editor-thread-body"}, this.content, this.place)
    this.dom.append(this.head, this.body)
    this.body.addEventListener("click", event => this.act(event))
  }

  /** Shows a thread as it is now. The focus stays on the button it was on. */
  update(thread: Thread, anchor: Anchor, open: boolean): void {
    this.thread = thread
    this.head.setAttribute("aria-expanded", String(open))
    this.body.hidden = !open
    const {around} = this, {t} = around
    const people = thread.comments.map(one => [around.people().get(one.user), around.unseen().has(one.id)])
    const key = JSON.stringify([thread.comments, thread.resolved, thread.resolvedBy, anchor.lost, around.place(anchor), people, around.rights(), open])
    if (key === this.drawn) return
    this.drawn = key
    const focused = this.body.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset["act"] : undefined
    this.drawHead(anchor)
    if (open) {
      fill(this.content,
        anchor.lost && el("p", {class: "aside-note"}, t("comments.lost")),
        el("ol", {class: "editor-comments"}, ...thread.comments.map(comment => this.comment(comment))),
        thread.resolved && el("p", {class: "aside-note"}, t("comments.resolved.by", {name: this.name(thread.resolvedBy ?? "")})),
        el("p", {class: "editor-thread-actions"}, this.button("go", t("comments.go")),
          around.rights().comment && this.button("reply", t("comments.reply")),
          around.rights().comment && this.button("resolve", thread.resolved ? t("comments.reopen") : t("comments.resolve"))))
    }
    if (focused) this.content.querySelector<HTMLElement>(`[data-act="${CSS.escape(focused)}"]`)?.focus()
  }

  private drawHead(anchor: Anchor): void {
    const {around, thread} = this, {t} = around, first = thread.comments[0]!
    const unseen = thread.comments.some(one => around.unseen().has(one.id))
    fill(this.head,
      unseen && el("strong", {class: "editor-tag"}, t("comments.you")), unseen && " ",
      thread.resolved && el("strong", {class: "editor-tag"}, t("comments.state.resolved")), thread.resolved && " ",
      el("span", {class: "editor-thread-place"}, around.place(anchor)), " ",
      anchor.quote && el("span", {class: "editor-quote", dir: "auto"}, "“" + cut(anchor.quote, 80) + "”"), " ",
      el("span", {class: "editor-thread-who"}, el("bdi", {}, this.author(first)), " · ", t("comments.count", {n: thread.comments.length})))
  }

  private comment(comment: Comment): HTMLElement {
    const {around} = this, {t} = around, person = around.people().get(comment.user)
    const own = comment.user !== "" && comment.user === around.me && around.rights().comment
    const who = el("p", {class: "editor-comment-who"}, el("b", {}, el("bdi", {}, this.author(comment))), " ",
      comment.reader && el("span", {class: "editor-tag"}, t("comments.reviewer")),
      el("bdi", {}, person?.organizationName ?? ""), " ",
      person?.former && el("span", {}, t("comments.former"), " "),
      el("time", {datetime: comment.created}, around.time(comment.created)), comment.edited && " · " + t("comments.edited"))
    if (comment.deleted) return el("li", {class: "editor-comment"}, who, el("p", {class: "aside-note"}, t("comments.deleted")))
    return el("li", {class: "editor-comment"}, who, this.words(comment),
      (own || around.rights().coordinate) && el("p", {class: "editor-comment-actions"},
        own && this.button("edit " + comment.id, t("comments.edit")), " ",
        this.button("delete " + comment.id, t("comments.delete"))))
  }

  // The text, with the names of those it is for.
  private words({body, mentions}: Comment): HTMLElement {
    const names = mentions.map(user => this.around.people().get(user)?.name).filter(name => name !== undefined).sort((a, b) => b.length - a.length)
    const pattern = names.length ? new RegExp("(" + names.map(name => "@" + name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|") + ")", "u") : null
    const parts = pattern ? body.split(pattern) : [body]
    return el("p", {class: "editor-comment-body", dir: "auto"}, ...parts.map((part, i) => i % 2 ? el("b", {}, part) : part))
  }

  private button(act: string, label: string): HTMLButtonElement {
    return el("button", {type: "button", class: "editor-button", "data-act": act}, label)
  }

  private act(event: Event): void {
    const act = (event.target as Element).closest<HTMLElement>("[data-act]")?.dataset["act"]
    if (!act) return
    const [what, id] = act.split(" "), {around, thread} = this, comment = thread.comments.find(one => one.id === id)
    if (what === "go") around.goTo(thread.id)
    else if (what === "reply") this.write(null)
    else if (what === "resolve") around.resolve(thread)
    else if (what === "edit" && comment) this.write(comment)
    else if (what === "delete" && comment) around.remove(thread, comment)
  }

  /** Opens the field for an answer, or for new words of a comment. */
  write(comment: Comment | null): void {
    const wanted = comment?.id ?? "reply"
    if (this.field?.for !== wanted) {
      const act = comment ? "edit " + comment.id : "reply"
      this.field = {for: wanted, shown: this.around.field(this.thread, comment, () => {
        this.field = null
        fill(this.place)
        this.content.querySelector<HTMLElement>(`[data-act="${CSS.escape(act)}"]`)?.focus()
      })}
      fill(this.place, this.field.shown.dom)
    }
    this.field.shown.focus()
  }

  /** Whether somebody writes here. */
  get writing(): boolean { return this.field !== null }

  /** The line may be back. */
  retry(): void { this.field?.shown.retry() }

  private author(comment: Comment): string { return comment.reader || this.name(comment.user) }

  private name(user: string): string { return this.around.people().get(user)?.name ?? this.around.t("comments.somebody") }
}

const cut = (text: string, most: number) => {
  const characters = [...text.replace(/\n/g, " ")]
  return characters.length > most ? characters.slice(0, most).join("") + "…" : characters.join("")
}
