/**
 * "Exit this page": empties the page before the request goes out, so that nothing stays visible while a slow line is
 * waited for. Pressing Escape three times within two seconds does the same, from anywhere outside a dialogue.
 */
export function hideAtOnce(doc: Document): void {
  const form = doc.querySelector<HTMLFormElement>("form[data-exit]")
  if (!form) return
  form.addEventListener("submit", () => {
    doc.title = ""
    doc.documentElement.hidden = true
  })
  let presses: number[] = []
  doc.addEventListener("keydown", event => {
    if (event.key !== "Escape" || event.repeat) {
      presses = []
      return
    }
    presses = [...presses.filter(at => event.timeStamp - at < 2000), event.timeStamp]
    if (presses.length >= 3) form.requestSubmit()
  })
}
