// One part in the list of parts: its title, its length and share of the limit, and its buttons.
import type {Command} from "prosemirror-state"
import type {Translate} from "./config"
import type {Count} from "./count"
import {el, setText} from "./dom"
import {movePart, setHidden, type PartPlace} from "./parts"

/** What the buttons of a part do. */
interface Doing {
  readonly id: string
  readonly go: () => void
  readonly run: (command: Command) => void
  readonly remove: () => void
}

/** The entry of one part. It lives as long as the part: the focus stays in it when parts move. */
export class Item {
  readonly dom: HTMLElement
  private readonly link: HTMLButtonElement
  // A title in another direction than the page stays at the page's side of the list.
  private readonly title = el("bdi")
  private readonly figure = el("span", {class: "editor-figure"})
  private readonly said = el("span", {class: "editor-said", dir: "auto"})
  private readonly bar = el("span", {class: "editor-share", "aria-hidden": "true"}, el("span"))
  private readonly hide: HTMLButtonElement
  private readonly up: HTMLButtonElement
  private readonly down: HTMLButtonElement
  private readonly remove: HTMLButtonElement
  private hidden = false

  constructor(private readonly t: Translate, {id, go, run, remove}: Doing) {
    const button = (click: () => void) => el("button", {type: "button", class: "editor-button", click: event => {
      if ((event.currentTarget as HTMLElement).getAttribute("aria-disabled") !== "true") click()
    }})
    this.link = el("button", {type: "button", class: "editor-part", click: go}, this.title)
    this.hide = button(() => run(setHidden(id, !this.hidden)))
    this.up = button(() => run(movePart(id, -1)))
    this.down = button(() => run(movePart(id, 1)))
    this.remove = button(remove)
    const cell = (...inside: HTMLElement[]) => el("div", {role: "gridcell"}, ...inside)
    this.dom = el("div", {role: "row", class: "editor-entry"}, cell(this.link, this.figure, this.said, this.bar),
      el("div", {class: "editor-part-tools"}, ...[this.hide, this.up, this.down, this.remove].map(one => cell(one))))
  }

  focus(): void { this.link.focus() }

  /** The button that leads to the part. */
  get stop(): HTMLElement { return this.link }

  /** Shows what is known of the part beside its length: who is there, whose it is. */
  say(text: string): void {
    setText(this.said, text)
    this.said.hidden = !text
  }

  update({node, index}: PartPlace, count: number, here: boolean): void {
    const title = node.firstChild!.textContent || this.t("part.untitled")
    this.hidden = node.attrs["hidden"]
    setText(this.title, title)
    if (here) this.link.setAttribute("aria-current", "true")
    else this.link.removeAttribute("aria-current")
    this.dom.classList.toggle("editor-here", here)
    this.name(this.hide, this.hidden ? "show" : "hide", title)
    this.name(this.up, "up", title, index === 0)
    this.name(this.down, "down", title, index === count - 1)
    this.name(this.remove, "delete", title, count === 1)
  }

  private name(button: HTMLButtonElement, name: string, title: string, disabled = false): void {
    setText(button, this.t("part." + name))
    button.setAttribute("aria-label", this.t(`part.${name}.of`, {part: title}))
    button.setAttribute("aria-disabled", String(disabled))
  }

  count(body: Count, hidden: boolean, limit: number): void {
    const share = limit ? Math.ceil(100 * body.words / limit) : 0
    setText(this.figure, hidden ? this.t("part.hidden") : this.t("count.words", {n: body.words}) + (limit ? " · " + this.t("count.share", {n: share}) : ""))
    this.bar.hidden = hidden || !limit
    ;(this.bar.firstElementChild as HTMLElement).style.inlineSize = Math.min(100, share) + "%"
  }
}
