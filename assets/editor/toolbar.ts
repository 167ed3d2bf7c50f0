// The toolbar: one stop of the Tab key, arrow keys inside, words on the buttons.
import type {EditorState} from "prosemirror-state"
import type {EditorView} from "prosemirror-view"
import {ariaKey, keyLabel, onMac, type Action} from "./actions"
import type {Translate} from "./config"
import {el} from "./dom"

export interface Toolbar {
  readonly dom: HTMLElement
  update(state: EditorState): void
  focus(): void
}

export function toolbar(actions: readonly Action[], view: () => EditorView | null, t: Translate): Toolbar {
  const buttons = new Map<Action, HTMLButtonElement>()
  const dom = el("div", {role: "toolbar", class: "editor-toolbar", "aria-label": t("toolbar")})
  let group: HTMLElement | undefined
  for (const action of actions) {
    if (group?.dataset["group"] !== action.group) {
      group = el("div", {class: "editor-group", role: "group", "data-group": action.group, "aria-label": t("group." + action.group)})
      dom.append(group)
    }
    const button = makeButton(action, view, t)
    buttons.set(action, button)
    group.append(button)
  }
  rove(dom)
  fade(dom)
  dom.addEventListener("keydown", event => { if (event.key === "Escape") view()?.focus() })
  return {
    dom,
    focus: () => dom.querySelector<HTMLElement>("[tabindex='0']")?.focus(),
    update(state) {
      // Not before there is a text: an attribute that points at nothing is an error on a page that is still loading.
      dom.setAttribute("aria-controls", "editor-text")
      for (const [action, button] of buttons) {
        // Not "disabled": a button that vanishes from under the focus loses the person.
        button.setAttribute("aria-disabled", String(!action.enabled(state)))
        if (action.pressed) button.setAttribute("aria-pressed", String(action.pressed(state)))
      }
    },
  }
}

// On a phone the toolbar is one line to swipe: an edge behind which there are more buttons fades.
function fade(dom: HTMLElement): void {
  const look = () => {
    const hidden = dom.scrollWidth - dom.clientWidth, at = Math.abs(dom.scrollLeft)
    dom.classList.toggle("editor-more-before", at > 1)
    dom.classList.toggle("editor-more-behind", hidden - at > 1)
  }
  dom.addEventListener("scroll", look, {passive: true})
  new ResizeObserver(look).observe(dom)
}

function makeButton(action: Action, view: () => EditorView | null, t: Translate): HTMLButtonElement {
  const name = t("action." + action.name), key = action.keys[0]!
  return el("button", {
    type: "button",
    class: "editor-button",
    "data-action": action.name,
    "data-tip": `${name} (${keyLabel(key, onMac())})`,
    "aria-label": name,
    "aria-keyshortcuts": ariaKey(key, onMac()),
    // A press must not take the selection out of the text before the action has seen it.
    mousedown: event => event.preventDefault(),
    click: () => {
      const at = view()
      if (at && action.enabled(at.state)) action.run(at)
    },
  }, t("button." + action.name))
}

/** Makes the buttons of an element one stop of the Tab key, with arrow keys, Home and End between them. */
export function rove(dom: HTMLElement): void {
  const stops = () => [...dom.querySelectorAll<HTMLElement>("button")].filter(button => button.offsetParent !== null)
  const all = dom.querySelectorAll<HTMLElement>("button")
  all.forEach((button, i) => { button.tabIndex = i === 0 ? 0 : -1 })
  dom.addEventListener("focusin", event => {
    for (const button of dom.querySelectorAll<HTMLElement>("button")) button.tabIndex = button === event.target ? 0 : -1
  })
  dom.addEventListener("keydown", event => {
    const list = stops(), at = list.indexOf(event.target as HTMLElement)
    if (at < 0) return
    const forward = getComputedStyle(dom).direction === "rtl" ? "ArrowLeft" : "ArrowRight"
    const backward = forward === "ArrowLeft" ? "ArrowRight" : "ArrowLeft"
    const to = event.key === forward ? at + 1 : event.key === backward ? at - 1 : event.key === "Home" ? 0 : event.key === "End" ? list.length - 1 : null
    if (to === null) return
    event.preventDefault()
    list[(to + list.length) % list.length]!.focus()
  })
}
