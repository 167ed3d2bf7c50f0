/** Shows the button beside a link that is shown once, where the browser can copy, and says when it did. */
export function offerCopy(doc: Document): void {
  if (!navigator.clipboard) return
  for (const button of doc.querySelectorAll<HTMLButtonElement>("button[data-copy]")) {
    const source = doc.getElementById(button.dataset["copy"] ?? "")
    if (!source) continue
    button.hidden = false
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(source.textContent?.trim() ?? "")
        button.textContent = button.dataset["copied"] ?? ""
      } catch {
        // Not allowed: the text is on the page and can be marked with one click.
      }
    })
  }
}
