import { availableParallelism } from 'node:os'
import { extname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { Refusal } from '../errors/index.ts'
import type { TypesetAnswer, TypesetRequest } from './typesetter.ts'

export type PdfRequest = {
  /** The Typst source. It reads its data with `json("data.json")`, and a file by the name it has below. */
  template: string
  /** Anything that JSON can hold. It reaches the template as data and is never read as markup. */
  data: unknown
  /** Pictures and the like, by name. */
  files?: Record<string, Uint8Array>
}

export type Pdf = { pdf: Uint8Array; pages: number }

type Asked = { request: TypesetRequest; resolve(pdf: Pdf): void; reject(error: Error): void }
/** A thread, and what it is at. */
type Setter = { worker: Worker; asked: Asked | null }

/** Each thread holds a document while it sets it, so that more of them would be dear where there is little memory. */
const mostSetters = Math.min(availableParallelism(), 4)
const setters = new Set<Setter>()
const queue: Asked[] = []
let lastId = 0

/**
 * A tagged PDF (PDF/UA-1) of the template with the data, with the project's own fonts and no others. It names no
 * author. Threads beside the program set one document each, as many at once as there are processors, up to four; they are
 * kept, started anew should one die, and keep no program alive. Refuses on a machine for which the typesetter is not
 * installed; a mistake in a template is a fault that names its line.
 */
export function renderPdf({ template, data, files = {} }: PdfRequest): Promise<Pdf> {
  return ask({ id: ++lastId, template, data, files, as: 'pdf' })
}

/** The same document as one SVG picture, its pages below each other: to look at on a screen, not to print. */
export async function renderPicture({ template, data, files = {} }: PdfRequest): Promise<string> {
  const { pdf: picture } = await ask({ id: ++lastId, template, data, files, as: 'picture' })
  return Buffer.from(picture).toString('utf8')
}

/** Several documents of `renderPdf` as one, in this order. Takes them over: they cannot be read afterwards. */
export async function joinPdfs(parts: Uint8Array[]): Promise<Uint8Array> {
  const [only] = parts
  if (only && parts.length === 1) return only
  // Memory can be handed over only whole.
  const whole = parts.map((part) => (part.byteLength === part.buffer.byteLength ? part : new Uint8Array(part)))
  return (await ask({ id: ++lastId, join: whole })).pdf
}

function ask(request: TypesetRequest): Promise<Pdf> {
  return new Promise((resolve, reject) => {
    queue.push({ request, resolve, reject })
    handOut()
  })
}

/** Gives what waits to threads that are idle, and starts one more while all are at work. */
function handOut(): void {
  while (queue.length > 0) {
    const idle = [...setters].find(({ asked }) => asked === null) ?? startSetter()
    if (!idle) return
    idle.asked = queue.shift() ?? null
    idle.worker.ref()
    const request = idle.asked?.request
    const parts = request && 'join' in request ? request.join.map(({ buffer }) => buffer as ArrayBuffer) : []
    idle.worker.postMessage(request, parts)
  }
}

function startSetter(): Setter | null {
  if (setters.size >= mostSetters) return null
  const worker = new Worker(join(import.meta.dirname, `typesetter${extname(import.meta.filename)}`))
  const setter: Setter = { worker, asked: null }
  setters.add(setter)
  worker.on('message', (answer: TypesetAnswer) => settle(setter, answer))
  worker.on('error', (error) => giveUp(setter, error))
  worker.on('exit', () => giveUp(setter, new Error('The typesetter ended while a document was waiting')))
  return setter
}

function settle(setter: Setter, answer: TypesetAnswer) {
  const { asked } = setter
  setter.asked = null
  setter.worker.unref()
  if ('pdf' in answer) asked?.resolve(answer)
  else asked?.reject(answer.missing ? notInstalled() : new Error(`The document could not be set: ${answer.problem}`))
  handOut()
}

/** What this thread was at is told; what waits goes to another one. */
function giveUp(ended: Setter, error: unknown) {
  if (!setters.delete(ended)) return
  ended.asked?.reject(error instanceof Error ? error : new Error(String(error)))
  handOut()
}

function notInstalled(): Refusal {
  return new Refusal(
    'pdf.not-installed',
    `Letters cannot be made on this machine (${process.platform} ${process.arch}): the typesetter is not installed. Nothing was printed. Run Gatehouse on Linux with an Intel or AMD processor, or see docs/decisions/0060-letters-are-set-by-typst.md.`,
  )
}
