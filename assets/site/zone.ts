/** Chooses the browser's time zone in a list where none was chosen yet. */
export function offerZone(doc: Document): void {
  const list = doc.querySelector<HTMLSelectElement>("select[name=timezone]")
  if (!list || list.value !== "") return
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone
  if ([...list.options].some(option => option.value === own)) list.value = own
}
