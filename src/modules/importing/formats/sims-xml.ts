import { readText, type SourceFile } from '../reading/detect-encoding.ts'
import { localName, readXmlRecords } from '../reading/read-xml-records.ts'
import { refuse } from '../reading/refusals.ts'
import { unescapeCaption } from '../rules/fold-name.ts'
import type { Layout, LayoutInput, ReadContext, Source, SourceRow } from './format.ts'
import { isKnownSomewhere } from './formats.ts'
import { countKnown } from './resolve-columns.ts'

/** A SIMS report as CommandReporter writes it: `SuperStarReport/Record/…`, captions escaped, empty fields absent. */
export const simsXml: Source = { findLayout, readRows, readTexts }

async function findLayout({ file, encoding, head, mapping }: LayoutInput): Promise<Layout> {
  if (/<!(doctype|entity)/i.test(head)) throw refuse.doctype(file.name)
  const { root, recordElement, captions } = await findElements(file, encoding)
  if (localName(root).toLowerCase() !== 'superstarreport' && localName(recordElement).toLowerCase() !== 'record') {
    throw refuse.notATable(file.name, `XML of another kind (“${root}”)`)
  }
  if (countKnown(captions, mapping, isKnownSomewhere) < 2)
    throw refuse.noKnownColumns(file.name, captions.map(unescapeCaption))
  return { source: 'sims-xml', captions, delimiter: null, headerLine: 0, recordElement }
}

type Elements = { root: string; recordElement: string; captions: string[] }

/**
 * Every element name in the file: an empty field is an absent element, so a caption may first appear far down. Only looks
 * for tags; whether the document is whole shows when it is read.
 */
async function findElements(file: SourceFile, encoding: ReadContext['encoding']): Promise<Elements> {
  const names = new Map<string, string>()
  let rest = ''
  for await (const chunk of readText(file, encoding)) {
    const text = rest + chunk
    for (const [, name = ''] of text.matchAll(/<([^\s/>?!<]+)(?=[\s/>])/g)) {
      const folded = localName(name).toLowerCase()
      if (!names.has(folded)) names.set(folded, name)
    }
    rest = text.slice(Math.max(text.lastIndexOf('<'), text.length - 4096))
  }
  const [root = '', recordElement = '', ...captions] = names.values()
  return { root, recordElement, captions: captions.map(localName) }
}

async function* readRows(context: ReadContext): AsyncGenerator<SourceRow[]> {
  const { captions } = context.layout
  const indexOf = new Map(captions.map((caption, index) => [caption.toLowerCase(), index]))
  const chunks = readText(context.file, context.encoding)
  for await (const records of readXmlRecords(context.file, chunks)) {
    yield records
      .filter((record) => record.cells.length > 0)
      .map((record) => rowOf(record.number, record.cells, indexOf, captions.length))
  }
}

function rowOf(line: number, fields: [string, string][], indexOf: Map<string, number>, width: number): SourceRow {
  const cells = new Array<string>(width).fill('')
  const twice: [caption: string, text: string][] = []
  for (const [caption, text] of fields) {
    const index = indexOf.get(caption.toLowerCase())
    if (index === undefined || text === '') continue
    if (cells[index] === '') cells[index] = text
    else if (cells[index] !== text) twice.push([caption, text])
  }
  const [first] = twice
  if (!first) return { line, text: cells.join('\u001f'), cells }
  return {
    line,
    text: [...cells, ...twice.map(([, text]) => text)].join('\u001f'),
    problem: `The record has ${unescapeCaption(first[0])} twice, with different values.`,
  }
}

async function* readTexts(context: ReadContext): AsyncGenerator<string[]> {
  const end = `</${context.layout.recordElement}>`
  let rest = ''
  for await (const chunk of readText(context.file, context.encoding)) {
    const pieces = (rest + chunk).split(end)
    rest = pieces.pop() ?? ''
    yield pieces.map(inner).filter((text) => text !== '')
  }

  /** What stands in the record, without its opening tag and the white space between. */
  function inner(piece: string): string {
    const start = piece.indexOf(`<${context.layout.recordElement}`)
    const from = piece.indexOf('>', start)
    return start < 0 ? '' : piece.slice(from + 1).trim()
  }
}
