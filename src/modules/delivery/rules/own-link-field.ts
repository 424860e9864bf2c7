/**
 * Stands in the text of an email for the reader's own signed link. It is filled in for each copy as it goes, so that a text is kept
 * once for everybody, and the link works from the day on which it is read, not from the day on which it was put in the queue.
 */
export const ownLinkField = '{{own.link}}'

export function hasOwnLink({ body }: { body: string }): boolean {
  return body.includes(ownLinkField)
}

export function fillOwnLink<Text extends { body: string }>(text: Text, link: string): Text {
  return { ...text, body: text.body.replaceAll(ownLinkField, link) }
}
