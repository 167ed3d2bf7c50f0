// The line that says whether the text is safe, always in view; behind it the texts that are only on this device.
import type {EditorState} from "prosemirror-state"
import type {Translate} from "./config"
import type {Line} from "./line"
import {el, fill, setText} from "./dom"
import type {Offer} from "./feature"
import type {Shelf} from "./shelf"
import {unsentText} from "./unsent"
import {locale} from "../shared/locale"

interface Options {
  readonly t: Translate
  readonly state: () => EditorState | null
  readonly shelf: Shelf
  readonly retry: () => void
  /** Loads the page again. */
  readonly reload: () => void
  /** Where the keys go when the button that had them is not needed any more. */
  readonly leave: () => void
}

export interface Status {
  readonly dom: HTMLElement
  /** tabOnly says that what is unsent is not on the device: there was no room for it, or it was cleared. */
  update(line: Line, unsent: number, tabOnly: boolean): void
  /** Whether the device can keep unsent text. */
  keeps(can: boolean): void
  shelved(): void
  notice(text: string, offer?: Offer): void
}

export function status({t, state, shelf, retry, reload, leave}: Options): Status {
  const text = el("span", {class: "editor-state-text"})
  // Read out when something goes wrong and when it is well again, not each time a few words were saved.
  const spoken = el("span", {class: "unseen", role: "status"})
  const action = el("button", {type: "button", class: "editor-button", hidden: true})
  const toggle = el("button", {type: "button", class: "editor-button", "aria-expanded": "false", "aria-controls": "editor-device", hidden: true}, t("device.show"))
  const device = el("div", {id: "editor-device", class: "editor-device", hidden: true, role: "region", "aria-label": t("device.title")})
  const warning = el("p", {class: "editor-warning", role: "alert", hidden: true})
  const dom = el("div", {class: "editor-status"}, el("p", {class: "editor-state"}, text, spoken, " ", toggle, action), warning, device)
  let open = false, drawn = "", trouble = "", over = false, last: Line = {phase: "loading", reason: null}, count = 0

  toggle.addEventListener("click", () => { open = !open; panel() })
  action.addEventListener("click", () => { if (last.reason === "stale-bundle") reload(); else retry() })

  const panel = () => {
    // While saving goes well there is nothing to look at, and the button would only flicker.
    const stuck = count > 0 && last.phase !== "online" && last.phase !== "sending"
    const any = stuck || shelf.list.length > 0
    toggle.hidden = !any
    if (!any) open = false
    toggle.setAttribute("aria-expanded", String(open))
    setText(toggle, open ? t("device.hide") : stuck ? t("device.show") : t("device.shelf", {n: shelf.list.length}))
    device.hidden = !open
    if (!open) return void (drawn = "")
    const now = state(), unsent = now && stuck ? unsentText(now) : ""
    const key = unsent + shelf.list.map(({id, at}) => id + at).join() // one that goes on growing has a later time
    if (drawn === key) return
    drawn = key
    fill(device,
      stuck && el("h2", {}, t("device.unsent")),
      stuck && block(unsent || t("device.wordless"), t, null),
      shelf.list.length > 0 && el("h2", {}, t("device.aside")),
      shelf.list.length > 0 && el("p", {}, t("device.aside.why")),
      ...shelf.list.map(aside => block(aside.text || t("device.wordless"), t, () => {
        void shelf.discard(aside.id)
        // The button is gone that had the keys.
        if (toggle.hidden) leave()
        else toggle.focus()
      }, aside.at)))
  }

  return {
    dom,
    update(line, unsent, tabOnly) {
      last = line
      count = unsent
      // Offered once: when this page is closed, it is gone.
      if ((isOver(line) || (line.phase === "ended" && tabOnly)) && !over && (unsent || shelf.list.length)) open = over = true
      dom.dataset["phase"] = line.phase === "online" && unsent ? "sending" : line.phase
      setText(text, sentence(line, unsent, tabOnly, t))
      const wrong = line.phase === "offline" || line.phase === "ended" || line.phase === "refused" ? line.phase + line.reason + tabOnly : ""
      if (wrong || (trouble && line.phase === "online" && unsent === 0)) {
        if (wrong !== trouble) setText(spoken, text.textContent!)
        trouble = wrong
      }
      const ended = line.reason === "stale-bundle" ? "reload" : line.reason === "signed-out" || line.phase === "offline" ? "retry" : null
      const done = ended === null && document.activeElement === action
      action.hidden = ended === null
      if (done) leave()
      if (ended) setText(action, t("state." + ended))
      panel()
    },
    keeps(can) {
      if (can && warning.textContent !== t("state.unkept")) return
      warning.hidden = can
      setText(warning, can ? "" : t("state.unkept"))
    },
    shelved() { panel() },
    notice(message, offer) {
      warning.hidden = !message
      const button = (label: string, run: () => void) => el("button", {type: "button", class: "editor-button", click: () => {
        warning.hidden = true
        run()
      }}, label)
      fill(warning, message, " ", offer && button(offer.label, offer.run), " ", button(t("close"), () => {}))
    },
  }
}

// The text may not be read any more: nothing of it is on the device.
const isOver = ({phase, reason}: Line) => phase === "ended" && (reason === "not-found" || reason === "forbidden")

function sentence(line: Line, unsent: number, tabOnly: boolean, t: Translate): string {
  const {phase, reason} = line
  if (isOver(line)) return t("state." + reason!) + (unsent ? " " + t("state.only-here", {n: unsent}) : "")
  if (phase === "ended") return t("state." + reason!) + (unsent ? " " + t(tabOnly ? "state.only-here" : "state.kept", {n: unsent}) : "")
  if (phase === "loading") return t("state.loading")
  if (phase === "refused") return t("state.refused")
  if (phase === "offline" && tabOnly) return (reason === "troubled" ? t("state.cannot") + " " : "") + t("state.tab", {n: unsent})
  if (reason === "troubled") return t("state.cannot") + " " + (unsent ? t("state.waiting", {n: unsent}) : t("state.all"))
  if (phase === "offline") return unsent ? t("state.device", {n: unsent}) : t("state.offline")
  return unsent || phase === "sending" ? t("state.saving") : t("state.saved")
}

function block(text: string, t: Translate, discard: (() => void) | null, at?: string): HTMLElement {
  const copy = el("button", {type: "button", class: "editor-button", click: async () => {
    try {
      await navigator.clipboard.writeText(text)
      setText(copy, t("device.copied"))
    } catch {
      // Not allowed here: the text is selected, and the person's own copy key works.
      getSelection()?.selectAllChildren(shown)
    }
  }}, t("device.copy"))
  const shown = el("pre", {dir: "auto", tabindex: "0"}, text)
  const save = el("button", {type: "button", class: "editor-button", click: () => download(text)}, t("device.download"))
  return el("section", {}, at && el("p", {class: "aside-note"}, el("time", {datetime: at}, new Date(at).toLocaleString(locale(document.documentElement.lang)))),
    shown, el("div", {class: "editor-actions"}, copy, save,
      discard && el("button", {type: "button", class: "editor-button", click: discard}, t("device.discard"))))
}

function download(text: string): void {
  const url = URL.createObjectURL(new Blob([text], {type: "text/plain;charset=utf-8"}))
  el("a", {href: url, download: "unsent.txt"}).click()
  setTimeout(() => URL.revokeObjectURL(url), 1_000)
}
