/** Puts the focus on the summary of errors, where a screen reader then begins, and lets its links focus the fields. */
export function focusErrors(doc: Document): void {
  const summary = doc.querySelector<HTMLElement>(".errors")
  if (!summary) return
  summary.focus()
  summary.addEventListener("click", event => {
    const link = event.target instanceof Element ? event.target.closest("a") : null
    const field = link && doc.getElementById(decodeURIComponent(link.hash.slice(1)))
    if (!field) return
    event.preventDefault()
    // The label, not the field, to the top: a field without its question says nothing.
    const question = field.closest(".field") ?? field
    question.scrollIntoView()
    field.focus({preventScroll: true})
  })
}
