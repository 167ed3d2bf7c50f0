// One stop of the Tab key for many buttons, and arrow keys between them, as toolbars and grids of the ARIA Authoring
// Practices have it.

/** Makes the buttons of an element one stop of the Tab key, with arrow keys, Home and End between them. */
export function rove(dom: HTMLElement, direction: "across" | "down" = "across"): void {
  oneStop(dom)
  dom.addEventListener("focusin", event => oneStop(dom, event.target as HTMLElement))
  dom.addEventListener("keydown", event => {
    const list = buttons(dom).filter(shown), at = list.indexOf(event.target as HTMLElement)
    if (at < 0) return
    const [back, on] = direction === "down" ? ["ArrowUp", "ArrowDown"] : sideways(dom)
    const to = event.key === on ? at + 1 : event.key === back ? at - 1 : event.key === "Home" ? 0 : event.key === "End" ? list.length - 1 : null
    if (to === null) return
    event.preventDefault()
    list[(to + list.length) % list.length]!.focus()
  })
}

/** Leaves one button of the element in the way of the Tab key: the given one, else the one that was, else the first. */
export function oneStop(dom: HTMLElement, stop?: HTMLElement): void {
  const all = buttons(dom), one = stop ?? all.find(button => button.tabIndex === 0 && button.dataset["stop"] === "") ?? all[0]
  for (const button of all) {
    button.tabIndex = button === one ? 0 : -1
    if (button === one) button.dataset["stop"] = ""
    else delete button.dataset["stop"]
  }
}

/**
 * The same in two directions, for rows of buttons: up and down between the rows, sideways inside of one; Home and End go to
 * the first and last row. Each row is a child of the element.
 */
export function roveRows(dom: HTMLElement): void {
  oneStop(dom)
  dom.addEventListener("focusin", event => oneStop(dom, event.target as HTMLElement))
  // Buttons inside of a row may show only while it has the focus: the way back leads to its first.
  dom.addEventListener("focusout", event => {
    const row = ([...dom.children] as HTMLElement[]).find(one => one.contains(event.target as Node))
    if (row && !dom.contains(event.relatedTarget as Node | null)) oneStop(dom, buttons(row)[0])
  })
  dom.addEventListener("keydown", event => {
    const rows = [...dom.children] as HTMLElement[], row = rows.findIndex(one => one.contains(event.target as Node))
    if (row < 0) return
    const cells = buttons(rows[row]!).filter(shown), [back, on] = sideways(dom), last = rows.length - 1
    const turned = {[back]: -1, [on]: 1}[event.key], to = {ArrowUp: row - 1, ArrowDown: row + 1, Home: 0, End: last}[event.key]
    const next = turned !== undefined ? cells[cells.indexOf(event.target as HTMLElement) + turned]
      : to !== undefined ? buttons(rows[Math.max(0, Math.min(to, last))]!)[0] : null
    if (next === null) return
    event.preventDefault()
    next?.focus()
  })
}

const buttons = (dom: HTMLElement): HTMLElement[] => [...dom.querySelectorAll("button")]
const shown = (button: HTMLElement) => button.offsetParent !== null
// The keys that go back and on in the direction of writing.
const sideways = (dom: HTMLElement): [string, string] => getComputedStyle(dom).direction === "rtl" ? ["ArrowRight", "ArrowLeft"] : ["ArrowLeft", "ArrowRight"]
