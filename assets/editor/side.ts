// What is beside the text. The panels stand in a few groups, so that somebody new meets four words and not twelve: a button
// for each group, below them a button for each panel of the open group, and the panel that is open. Buttons that expand, and
// not tabs: all can be closed. With little room the buttons of the groups stand at the lower edge of the window, and a panel
// rises above them over the text.
import {recall, remember} from "./choices"
import type {Translate} from "./config"
import {el, setText} from "./dom"
import {panelGroups, type Panel, type PanelGroup} from "./feature"
import {rove} from "./rove"

export interface Side {
  readonly dom: HTMLElement
  /** Opens a panel. Does nothing when it is open. */
  open(key: string): void
  /** Closes a panel. Does nothing when it is closed. */
  close(key: string): void
  /** Shows the badges anew. */
  refresh(): void
}

/** Where there is room for a panel beside the text. */
const roomy = "(min-width: 78rem)"

interface Entry {readonly panel: Panel; readonly button: HTMLButtonElement; readonly badge: HTMLElement}

/** Builds the side. A panel is open at the start where there is room for it: the one that was open on this device, else the first. */
export function side(panels: readonly Panel[], t: Translate): Side {
  let opened: string | null = null
  // The panel that a group shows when it is opened again.
  const latest = new Map<PanelGroup, string>()
  const entries = panels.map(panel => entry(panel, () => choose(opened === panel.key ? null : panel.key)))
  const groups = panelGroups.map(name => group(name, entries.filter(({panel}) => panel.group === name), t)).filter(one => one !== null)
  const row = el("div", {class: "editor-groups", role: "toolbar", "aria-label": t("side")}, ...groups.map(({button}) => button))
  const shut = el("button", {type: "button", class: "editor-button editor-shut", click: () => {
    const from = groups.find(({holds}) => holds(opened))
    choose(null)
    from?.button.focus()
  }}, t("close"))
  const drawer = el("div", {class: "editor-drawer"}, ...groups.flatMap(({tabs}) => tabs ?? []), shut, ...panels.map(({dom}) => dom))
  const dom = el("div", {class: "editor-side"}, row, drawer)
  rove(row)
  for (const {button, name, members} of groups) {
    // The only panel of a group needs no second button: that of the group is its own.
    if (members.length > 1) button.addEventListener("click", () => choose(members.some(({panel}) => panel.key === opened) ? null : latest.get(name) ?? members[0]!.panel.key))
  }

  function show(key: string | null): void {
    const before = opened
    opened = key
    for (const {panel, button} of entries) {
      const open = panel.key === key
      if (open) latest.set(panel.group, panel.key)
      button.setAttribute("aria-expanded", String(open))
      panel.dom.hidden = !open
      if (open !== (panel.key === before)) panel.shown?.(open)
    }
    for (const {button, tabs, holds} of groups) {
      button.setAttribute("aria-expanded", String(holds(key)))
      if (tabs) tabs.hidden = !holds(key)
    }
    drawer.hidden = key === null
    const wide = entries.some(({panel}) => panel.key === key && panel.wide)
    dom.parentElement?.classList.toggle("editor-wide", wide)
  }
  // By the person's own hand: what is opened by a mark in the text is not what they want to find open tomorrow.
  const choose = (key: string | null) => {
    show(key)
    // A preview is asked for each time: its pages cost the line and the server something.
    if (matchMedia(roomy).matches && !panels.some(panel => panel.key === key && panel.wide)) remember("panel", key ?? "")
  }
  const refresh = () => {
    for (const {panel, badge} of entries) tell(badge, panel.badge?.() ?? 0)
    for (const {badge, members} of groups) {
      if (badge) tell(badge, members.reduce((sum, {panel}) => sum + (panel.inventory ? 0 : panel.badge?.() ?? 0), 0))
    }
  }
  const first = () => {
    const kept = recall("panel")
    return kept === "" || panels.some(({key}) => key === kept) ? kept || null : panels[0]?.key ?? null
  }
  refresh()
  show(matchMedia(roomy).matches ? first() : null)
  return {dom, open: key => { if (opened !== key) show(key) }, close: key => { if (opened === key) show(null) }, refresh}
}

function entry(panel: Panel, click: () => void): Entry {
  const {dom, key, title} = panel, badge = el("span", {class: "editor-badge"})
  dom.id = "editor-panel-" + key
  dom.hidden = true
  dom.setAttribute("role", "region")
  dom.setAttribute("aria-label", title)
  dom.tabIndex = 0 // it scrolls, and what is in it need not take the focus
  dom.classList.add("editor-panel")
  const button = el("button", {
    type: "button", class: "editor-tab", "data-panel": key, "aria-expanded": "false", "aria-controls": dom.id, click,
  }, title, badge)
  return {panel, button, badge}
}

// A group of panels: its button, and the buttons of its panels when there are several.
function group(name: PanelGroup, members: readonly Entry[], t: Translate) {
  const holds = (key: string | null) => members.some(({panel}) => panel.key === key)
  if (members.length < 2) {
    const only = members[0]
    only?.button.classList.replace("editor-tab", "editor-side-group")
    return only ? {name, button: only.button, badge: null, tabs: null, members, holds} : null
  }
  const badge = el("span", {class: "editor-badge"}), tabs = el("div", {
    class: "editor-tabs", id: "editor-group-" + name, role: "toolbar", "aria-label": t("side." + name), hidden: true,
  }, ...members.map(({button}) => button))
  rove(tabs)
  const button = el("button", {
    type: "button", class: "editor-side-group", "data-group": name, "aria-expanded": "false", "aria-controls": tabs.id,
  }, t("side." + name), badge)
  return {name, button, badge, tabs, members, holds}
}

function tell(badge: HTMLElement, n: number): void {
  badge.hidden = n === 0
  setText(badge, n ? ` ${n}` : "")
}
