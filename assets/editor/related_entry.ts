// The entries of the panel with linked submissions.
import type {Translate} from "./config"
import {el} from "./dom"
import type {Offer, Passage, Run} from "./related_api"

type Acts = Readonly<Record<"go" | "renew" | "leave", (one: Passage, button: HTMLButtonElement) => void>>

/** A passage that came from a linked submission. */
export function cameFrom(one: Passage, t: Translate, edits: boolean, acts: Acts): HTMLElement {
  const changed = one.state === "changed"
  return el("li", {"data-of": one.id, class: changed ? "editor-related-changed" : ""},
    head(one, acts), el("p", {class: "editor-related-state"}, t("related.state." + one.state)), told(one, t),
    ...one.since.map(said => el("p", {class: "aside-note"}, said)),
    one.names !== "" && el("p", {class: "editor-related-names"}, t("related.names", {state: one.names})),
    one.runs.length > 0 && redlined(one, t),
    changed && edits && el("div", {class: "editor-actions"},
      one.now !== undefined && act(t("related.new"), one, acts.renew), act(t("related.leave"), one, acts.leave)))
}

/** A passage that went to a linked submission. */
export const wentTo = (one: Passage, t: Translate, acts: Acts): HTMLElement => el("li", {"data-of": one.id},
  one.state === "missing" ? el("p", {}, one.place) : head(one, acts),
  el("p", {class: "editor-related-state"}, t("related.from.state." + one.state)), told(one, t))

const head = (one: Passage, acts: Acts) =>
  el("p", {}, el("button", {type: "button", class: "editor-part", click: event => acts.go(one, event.currentTarget as HTMLButtonElement)}, one.place))

const told = (one: Passage, t: Translate) => el("p", {class: "aside-note", dir: "auto"}, one.told, one.url !== "" && " ",
  one.url !== "" && el("a", {href: one.url}, t("related.source"), el("span", {class: "unseen"}, " " + one.told)))

function act(text: string, one: Passage, run: (one: Passage, button: HTMLButtonElement) => void): HTMLElement {
  const button: HTMLButtonElement = el("button", {type: "button", class: "editor-button", click: () => run(one, button)},
    text, el("span", {class: "unseen"}, " " + one.place))
  return button
}

function redlined(one: Passage, t: Translate): HTMLElement {
  return el("details", {open: true}, el("summary", {}, t("related.words")),
    el("p", {class: "editor-related-redline", dir: "auto", lang: one.language}, ...one.runs.flatMap(run => pieces(run, t))))
}

function pieces({text, change, note}: Run, t: Translate): (HTMLElement | string | false)[] {
  return [
    note && el("span", {class: "unseen"}, t("related.note") + " "),
    change === "" ? text : el(change === "inserted" ? "ins" : "del", {}, el("span", {class: "unseen"}, t("related." + change) + " "), text),
  ]
}

/** A passage that can be taken over, with its notes; take is null for who may not. */
export function offered(one: Offer, language: string, t: Translate, take: ((one: Offer, button: HTMLButtonElement) => void) | null): HTMLElement {
  const button: HTMLButtonElement | null = take && el("button", {type: "button", class: "editor-button", click: () => take(one, button!)},
    t("related.take"), el("span", {class: "unseen"}, " " + one.place))
  return el("li", {"data-of": one.block},
    el("p", {}, el("b", {}, one.place), " ", one.here !== "" && el("span", {class: "editor-figure"}, t("related.here", {place: one.here}))),
    el("p", {dir: "auto", lang: language}, one.text), button,
    one.notes.length > 0 && el("ul", {}, ...one.notes.map(note => offered(note, language, t, take))))
}
