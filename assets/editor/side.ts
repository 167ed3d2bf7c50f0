// The column at the side: one button for each panel, and the panel that is open. Buttons that expand, and not tabs: on a
// narrow screen all panels are closed, so that the text comes soon.
import type {Translate} from "./config"
import {el, setText} from "./dom"
import type {Panel} from "./feature"
import {rove} from "./toolbar"

export interface Side {
  readonly dom: HTMLElement
  /** Opens a panel. Does nothing when it is open. */
  open(key: string): void
  /** Closes a panel. Does nothing when it is closed. */
  close(key: string): void
  /** Shows the badges anew. */
  refresh(): void
}

/** Builds the side; first is the key of the panel that is open at the start, or null. */
export function side(panels: readonly Panel[], first: string | null, t: Translate): Side {
  let opened: string | null = null
  const entries = panels.map(panel => {
    const id = "editor-panel-" + panel.key, badge = el("span", {class: "editor-badge"})
    panel.dom.id = id
    panel.dom.hidden = true
    panel.dom.setAttribute("role", "region")
    panel.dom.setAttribute("aria-label", panel.title)
    panel.dom.tabIndex = 0 // it scrolls, and what is in it need not take the focus
    panel.dom.classList.add("editor-panel")
    const button = el("button", {
      type: "button", class: "editor-tab", "aria-expanded": "false", "aria-controls": id,
      click: () => show(opened === panel.key ? null : panel.key),
    }, panel.title, badge)
    return {panel, button, badge}
  })
  const tabs = el("div", {class: "editor-tabs", role: "toolbar", "aria-label": t("side")}, ...entries.map(({button}) => button))
  const dom = el("div", {class: "editor-side"}, tabs, ...panels.map(({dom}) => dom))
  rove(tabs)

  function show(key: string | null): void {
    const before = opened
    opened = key
    for (const {panel, button} of entries) {
      const open = panel.key === key
      button.setAttribute("aria-expanded", String(open))
      panel.dom.hidden = !open
      if (open !== (panel.key === before)) panel.shown?.(open)
    }
    const wide = entries.some(({panel}) => panel.key === key && panel.wide)
    dom.parentElement?.classList.toggle("editor-wide", wide)
  }
  const refresh = () => {
    for (const {panel, badge} of entries) {
      const n = panel.badge?.() ?? 0
      badge.hidden = n === 0
      setText(badge, n ? ` ${n}` : "")
    }
  }
  refresh()
  show(first)
  return {dom, open: key => { if (opened !== key) show(key) }, close: key => { if (opened === key) show(null) }, refresh}
}
