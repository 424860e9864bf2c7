import { SaxesParser } from 'saxes'
import { guardXml, localName } from './read-xml-records.ts'
import { refuse } from './refusals.ts'

/** An element by its local name in small letters: files differ in prefixes and case. */
export type Element = { name: string; text: string; children: Element[] }

/** More elements than any pupil has: what is larger is no record but an attempt to fill the memory. */
const MOST_ELEMENTS = 5_000

/**
 * Streams the records of a deep document, each as a small tree that holds only the wanted children; the rest is skipped as it
 * goes by. No entity is ever resolved (SEC-7).
 */
export async function* readXmlTrees(
  file: { name: string },
  chunks: AsyncIterable<string>,
  { record, wanted }: { record: string; wanted: ReadonlySet<string> },
): AsyncGenerator<Element[]> {
  let ready: Element[] = []
  const parser = treeParser(file.name, record, wanted, (element) => ready.push(element))
  for await (const chunk of chunks) {
    guardXml(file.name, parser, () => parser.write(chunk))
    if (ready.length === 0) continue
    yield ready
    ready = []
  }
  guardXml(file.name, parser, () => parser.close())
  if (ready.length > 0) yield ready
}

function treeParser(
  file: string,
  record: string,
  wanted: ReadonlySet<string>,
  found: (element: Element) => void,
): SaxesParser {
  const parser = new SaxesParser()
  /** From the record to the element being read; empty between records. */
  let open: Element[] = []
  let skipped = 0
  let count = 0
  parser.on('doctype', () => {
    throw refuse.doctype(file)
  })
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', (tag) => {
    const name = localName(tag.name).toLowerCase()
    if (skipped > 0 || (open.length === 1 && !wanted.has(name))) {
      skipped++
      return
    }
    const element: Element = { name, text: '', children: [] }
    if (open.length === 0) {
      if (name !== record) return
      count = 0
    }
    count += 1
    if (count > MOST_ELEMENTS) throw refuse.hugeRecord(file, parser.line)
    open.at(-1)?.children.push(element)
    open.push(element)
  })
  const addText = (piece: string) => {
    const element = open.at(-1)
    if (element && skipped === 0) element.text += piece
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('closetag', () => {
    if (skipped > 0) {
      skipped--
      return
    }
    const [whole] = open
    if (!whole) return
    open.pop()
    if (open.length > 0) return
    found(whole)
    open = []
  })
  return parser
}
