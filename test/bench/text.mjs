// The text that is typed in: paragraphs of the length that a joint submission has at its limit, the same for every peer.

const words = ("the State under review accepted these recommendations and reported on measures while organizations in the "
  + "regions recorded cases where persons had no access to documents courts or health care and asked for remedies").split(" ")

/** 133 paragraphs of 42 words: 5,586 words. */
export const paragraphs = Array.from({length: 133}, (_, p) =>
  Array.from({length: 42}, (_, w) => words[(p * 7 + w * 5) % words.length]).join(" ") + ".")

/** The id of a paragraph in our text. */
export const idOf = index => "paragraph" + String.fromCharCode(97 + Math.floor(index / 26), 97 + index % 26) + "a"

/** The whole submission as `upright import` takes it, made from the worked example's details. */
export function portable(example) {
  const {content} = example.manuscript, part = content.find(one => one.attrs.kind === "rights")
  part.content = [part.content[0], ...paragraphs.map((text, i) => (
    {type: "paragraph", attrs: {id: idOf(i), numbered: true}, content: [{type: "text", text}]}))]
  return {...example, sha256: undefined, manuscript: {...example.manuscript, content: [part]}} // made anew, so without the checksum
}
