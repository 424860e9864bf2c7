import MailComposer from 'nodemailer/lib/mail-composer'
import { fillOwnLink, hasOwnLink, ownLinkField } from '../rules/own-link-field.ts'

/**
 * What is the same in every copy of an email, as it goes over the wire: all but To, Message-ID, Date, and the reader's own link.
 * `pieces` stand before, between and after the places of that link.
 */
export type CompiledEmail = { pieces: Buffer[] }

/** Makes the MIME of an email once, as plain text with a simple HTML alternative. */
export async function compileEmail(email: {
  fromName: string
  fromAddress: string
  replyTo: string | null
  subject: string
  body: string
}): Promise<CompiledEmail> {
  const composer = new MailComposer({
    from: { name: withoutControls(email.fromName), address: email.fromAddress },
    ...(email.replyTo ? { replyTo: email.replyTo } : {}),
    subject: withoutControls(email.subject),
    text: email.body,
    html: htmlOf(email.body),
    messageId: '<set-for-each@copy>',
    date: new Date(0),
    // Then the link that is put in can be broken into short lines.
    ...(hasOwnLink(email) ? { textEncoding: 'quoted-printable' as const } : {}),
    // Nothing of a message may make the program read files or addresses.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const mime = (await composer.compile().build()).toString('latin1')
  const end = mime.indexOf('\r\n\r\n')
  const headers = mime.slice(0, end).replace(/^(Message-ID|Date): .*\r\n/gim, '')
  const wire = dotStuffed(headers + mime.slice(end))
  const pieces = hasOwnLink(email) ? wire.split(ownLinkField) : [wire]
  return { pieces: pieces.map((piece) => Buffer.from(piece, 'latin1')) }
}

/** One copy, ended by its dot: addressed to one family only, never naming another. */
export function copyFor(
  { pieces }: CompiledEmail,
  copy: { to: string; messageId: string; date: Date; ownLink: string | null },
): Buffer {
  const own = `To: ${copy.to}\r\nMessage-ID: <${copy.messageId}>\r\nDate: ${mailDate(copy.date)}\r\n`
  const link = Buffer.from(inShortLines(copy.ownLink ?? ''), 'latin1')
  const filled = pieces.flatMap((piece, at) => (at === 0 ? [piece] : [link, piece]))
  return Buffer.concat([Buffer.from(own, 'utf8'), ...filled])
}

/** A link in quoted-printable, broken so that no line gets long and none begins with a dot. */
function inShortLines(link: string): string {
  const encoded = encodeURI(decodeURI(link)).replaceAll('=', '=3D')
  return encoded.match(/(?:=3D|[^=]){1,50}\.*/g)?.join('=\r\n') ?? ''
}

/** As SMTP wants a message: lines end in CR LF, a dot that begins a line is doubled, and a dot alone is the end. */
function dotStuffed(message: string): string {
  const lines = message.replace(/\r\n|\r|\n/g, '\r\n').replace(/(^|\r\n)\./g, '$1..')
  return `${lines}${lines.endsWith('\r\n') ? '' : '\r\n'}.\r\n`
}

/** True when an address can stand in a header and in an SMTP command without becoming anything else (SEC-7). */
export function isPlainAddress(address: string): boolean {
  return address.length <= 254 && /^[^\s<>,;:"()[\]\\\p{Cc}@]{1,64}@[^\s<>,;:"()[\]\\\p{Cc}@]+$/u.test(address)
}

function mailDate(date: Date): string {
  return date.toUTCString().replace('GMT', '+0000')
}

function withoutControls(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ').trim()
}

function htmlOf(text: string): string {
  const paragraphs = text
    .split(/\n{2,}/)
    .map((part) => `<p dir="auto">${withOwnLink(withLinks(escapeHtml(part.trim())).replaceAll('\n', '<br>\n'))}</p>`)
  return `<!doctype html>\n<html><body style="font:16px/1.5 sans-serif">\n${paragraphs.join('\n')}\n</body></html>`
}

/** On lines of their own, so that no encoding breaks the fields. */
function withOwnLink(body: string): string {
  return fillOwnLink({ body }, `<a\nhref="${ownLinkField}"\n>\n${ownLinkField}\n</a>`).body
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

function withLinks(html: string): string {
  return html.replace(/\bhttps?:\/\/[^\s<]+[^\s<.,;:!?)]/g, (url) => `<a href="${url}">${url}</a>`)
}
