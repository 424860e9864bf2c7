import type { ComponentChildren } from 'preact'

type Block =
  | { kind: 'heading'; level: number; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'list'; ordered: boolean; items: string[] }
  | { kind: 'table'; rows: string[][] }
  | { kind: 'paragraph'; text: string }

/** The part of Markdown that our own documents use: headings, paragraphs, lists, tables, code, bold, italic and links. */
export function Markdown({ text }: { text: string }) {
  return (
    <>
      {blocksOf(text).map((block, index) => (
        <BlockView key={index} block={block} />
      ))}
    </>
  )
}

function BlockView({ block }: { block: Block }) {
  if (block.kind === 'code')
    return (
      <pre class="kept">
        <code>{block.text}</code>
      </pre>
    )
  if (block.kind === 'heading') return block.level === 2 ? <h2>{inline(block.text)}</h2> : <h3>{inline(block.text)}</h3>
  if (block.kind === 'list') {
    const items = block.items.map((item, index) => <li key={index}>{inline(item)}</li>)
    return block.ordered ? <ol>{items}</ol> : <ul>{items}</ul>
  }
  if (block.kind === 'table') return <TableView rows={block.rows} />
  return <p>{inline(block.text)}</p>
}

function TableView({ rows: [head = [], ...rows] }: { rows: string[][] }) {
  return (
    <table class="table">
      <thead>
        <tr>
          {head.map((cell) => (
            <th key={cell} scope="col">
              {inline(cell)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((cells, index) => (
          <tr key={index}>
            {cells.map((cell, at) => (
              <td key={at} data-label={head[at]}>
                {inline(cell)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function blocksOf(text: string): Block[] {
  const lines = text.replaceAll('\r', '').split('\n')
  const blocks: Block[] = []
  for (let at = 0; at < lines.length; ) {
    const { block, next } = blockAt(lines, at)
    if (block) blocks.push(block)
    at = next
  }
  return blocks
}

function blockAt(lines: string[], at: number): { block: Block | null; next: number } {
  const line = lines[at] ?? ''
  if (line.trim() === '') return { block: null, next: at + 1 }
  if (line.startsWith('```')) {
    const end = lines.findIndex((each, index) => index > at && each.startsWith('```'))
    const stop = end < 0 ? lines.length : end
    return { block: { kind: 'code', text: lines.slice(at + 1, stop).join('\n') }, next: stop + 1 }
  }
  const heading = /^(#{1,4}) (.*)$/.exec(line)
  if (heading)
    return { block: { kind: 'heading', level: heading[1]?.length ?? 2, text: heading[2] ?? '' }, next: at + 1 }
  if (line.startsWith('|')) return tableAt(lines, at)
  if (item.test(line)) return listAt(lines, at)
  const end = endOf(lines, at, (each) => each.trim() !== '' && !/^(#|\||```)/.test(each) && !item.test(each))
  return { block: { kind: 'paragraph', text: lines.slice(at, end).join(' ') }, next: end }
}

const item = /^(-|\d+\.) /

function endOf(lines: string[], at: number, goesOn: (line: string) => boolean): number {
  let end = at + 1
  while (end < lines.length && goesOn(lines[end] ?? '')) end++
  return end
}

function tableAt(lines: string[], at: number): { block: Block; next: number } {
  const end = endOf(lines, at, (each) => each.startsWith('|'))
  const rows = lines
    .slice(at, end)
    .filter((each) => !/^\|[\s|:-]+$/.test(each))
    .map((each) =>
      each
        .replace(/^\||\|\s*$/g, '')
        .split('|')
        .map((cell) => cell.trim()),
    )
  return { block: { kind: 'table', rows }, next: end }
}

function listAt(lines: string[], at: number): { block: Block; next: number } {
  const end = endOf(lines, at, (each) => item.test(each) || /^\s+\S/.test(each))
  const items: string[] = []
  for (const each of lines.slice(at, end)) {
    if (item.test(each)) items.push(each.replace(item, ''))
    else items.push(`${items.pop() ?? ''} ${each.trim()}`)
  }
  return { block: { kind: 'list', ordered: /^\d/.test(lines[at] ?? ''), items }, next: end }
}

/** Bold, italic, code and links inside a line. Only links to other sites are kept: those to files lead nowhere here. */
function inline(text: string): ComponentChildren[] {
  return text.split(/(`[^`]+`|\*\*[^*]+\*\*|\*[^*]+\*|\[[^\]]+\]\([^)]+\))/).map((part, index) => {
    if (part.startsWith('`')) return <code key={index}>{part.slice(1, -1)}</code>
    if (part.startsWith('**')) return <strong key={index}>{part.slice(2, -2)}</strong>
    if (part.startsWith('*') && part.length > 1) return <em key={index}>{part.slice(1, -1)}</em>
    const link = /^\[([^\]]+)\]\(([^)]+)\)$/.exec(part)
    if (!link) return part
    return link[2]?.startsWith('https:') ? (
      <a key={index} href={link[2]}>
        {link[1]}
      </a>
    ) : (
      link[1]
    )
  })
}
