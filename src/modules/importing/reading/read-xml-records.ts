import { SaxesParser } from 'saxes'
import { Refusal } from '../../../platform/errors/index.ts'
import { refuse } from './refusals.ts'

export type XmlRecord = { number: number; cells: [caption: string, text: string][] }

/**
 * Reads the records of a report of the shape root › record › fields, as a stream. An absent field is an empty one. Documents
 * with a type declaration are refused before anything in them is believed, so no entity is ever resolved (SEC-7).
 */
export async function* readXmlRecords(
  file: { name: string },
  chunks: AsyncIterable<string>,
): AsyncGenerator<XmlRecord[]> {
  let ready: XmlRecord[] = []
  const parser = recordParser(file.name, (record) => ready.push(record))
  for await (const chunk of chunks) {
    guardXml(file.name, parser, () => parser.write(chunk))
    yield ready
    ready = []
  }
  guardXml(file.name, parser, () => parser.close())
  if (ready.length > 0) yield ready
}

/** Says in words where a document is not whole. */
export function guardXml(file: string, parser: SaxesParser, work: () => void): void {
  try {
    work()
  } catch (error) {
    if (error instanceof Refusal) throw error
    const detail = error instanceof Error ? error.message.replace(/^\d+:\d+:\s*/, '') : String(error)
    throw refuse.malformedXml(file, parser.line, detail.replace(/\.$/, ''))
  }
}

function recordParser(file: string, found: (record: XmlRecord) => void): SaxesParser {
  const parser = new SaxesParser()
  let depth = 0
  let number = 0
  let cells: [string, string][] = []
  let text = ''
  parser.on('doctype', () => {
    throw refuse.doctype(file)
  })
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', () => {
    depth++
    if (depth === 2) cells = []
    if (depth === 3) text = ''
  })
  parser.on('text', (piece) => {
    if (depth >= 3) text += piece
  })
  parser.on('cdata', (piece) => {
    if (depth >= 3) text += piece
  })
  parser.on('closetag', (tag) => {
    if (depth === 3) cells.push([localName(tag.name), text])
    if (depth === 2) found({ number: ++number, cells })
    depth--
  })
  return parser
}

/** Prefixes say nothing here. */
export function localName(name: string): string {
  const colon = name.indexOf(':')
  return colon < 0 ? name : name.slice(colon + 1)
}
