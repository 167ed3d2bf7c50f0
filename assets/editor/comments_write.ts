// The field in which a comment is written: kept while it is typed, sent when asked, and sent again by itself when the
// line was down. Nothing that was typed is lost unless its writer throws it away.
import {Failure, type Person} from "./comments_api"
import type {Draft, Drafts} from "./comments_drafts"
import {suggestions} from "./comments_mention"
import type {Translate} from "./config"
import {el, setText} from "./dom"

/** Characters of a comment at most; as upr.MaxComment. */
export const maxComment = 5000

export interface Field {
  readonly dom: HTMLElement
  focus(): void
  /** The line may be back: sends what waits. */
  retry(): void
}

interface Options {
  /** What it is for: a key of the drafts. */
  readonly draft: string
  readonly label: string
  readonly button: string
  readonly drafts: Drafts
  readonly people: () => readonly Person[]
  /** Sends; false when it has to wait until the text is saved. */
  readonly send: (draft: Draft) => Promise<boolean>
  /** It was sent, or thrown away. */
  readonly done: (sent: boolean) => void
  readonly t: Translate
}

let count = 0

/** Makes a field; what was typed before for the same thing stands in it. */
export function commentField({draft: key, label, button, drafts, people, send, done, t}: Options): Field {
  const id = "editor-comment-" + ++count
  const input = el("textarea", {id, class: "editor-comment-input", rows: "3", dir: "auto", "aria-describedby": id + "-state"})
  const state = el("p", {id: id + "-state", class: "editor-comment-state", role: "status"})
  const submit = el("button", {type: "submit", class: "editor-button editor-button-main"}, button)
  const cancel = el("button", {type: "button", class: "editor-button", click: () => leave()}, t("comments.cancel"))
  const people_ = suggestions(input, people, person => {
    const draft = drafts.get(key)
    keep(draft ? [...draft.mentions.filter(user => user !== person.user), person.user] : [person.user])
  }, t)
  const dom = el("form", {class: "editor-comment-form", submit: event => { event.preventDefault(); void go() }},
    el("label", {for: id}, label), input, people_.dom, state, el("p", {class: "editor-comment-buttons"}, submit, " ", cancel))
  let sending = false, waiting = false
  input.value = drafts.get(key)?.body ?? ""

  function keep(mentions?: readonly string[]) { drafts.set(key, {body: input.value, ...(mentions ? {mentions} : {})}) }
  function left() {
    const over = [...input.value].length - maxComment
    setText(state, over > 0 ? t("comments.long", {n: over}) : over > -200 ? t("comments.left", {n: -over}) : "")
    return over <= 0
  }
  function leave() {
    if (input.value.trim() && !confirm(t("comments.discard"))) return
    drafts.delete(key)
    done(false)
  }
  async function go(): Promise<void> {
    if (sending || !left()) return
    if (!input.value.trim()) return setText(state, t("comments.blank"))
    keep()
    sending = true
    submit.setAttribute("aria-disabled", "true")
    try {
      waiting = !await send(drafts.get(key)!)
      if (waiting) setText(state, t("comments.waits"))
      else {
        drafts.delete(key)
        done(true)
      }
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      waiting = error.later
      setText(state, [error.message, error.later ? t("comments.kept") : ""].filter(Boolean).join(" "))
    } finally {
      sending = false
      submit.removeAttribute("aria-disabled")
    }
  }
  input.addEventListener("input", () => {
    waiting = false
    keep()
    left()
  })
  input.addEventListener("keydown", event => {
    if (people_.key(event)) return
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      void go()
    }
  })
  return {dom, focus: () => input.focus(), retry: () => { if (waiting) void go() }}
}
