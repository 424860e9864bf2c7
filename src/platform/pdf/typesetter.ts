import { createRequire } from 'node:module'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { parentPort } from 'node:worker_threads'
import { inProject } from '../paths/index.ts'
import { fontFiles, printable } from './fonts.ts'
import { joinPdfs } from './join-pdfs.ts'

// The thread that sets documents. The compiler is a native module that blocks while it works, so it never runs elsewhere.

export type TypesetRequest = { id: number } & (
  | { template: string; data: unknown; files: Record<string, Uint8Array>; as: 'pdf' | 'picture' }
  | { join: Uint8Array[] }
)
export type TypesetAnswer = { id: number } & (
  | { pdf: Uint8Array; pages: number }
  | { problem: string; missing: boolean }
)

/** The part of the native module that is used here. */
type Compiler = {
  addSource(path: string, source: string): void
  mapShadow(path: string, content: Buffer): void
  resetShadow(): void
  evictCache(maxAge: number): void
  compile(options: { mainFilePath: string }): { result: Document | null; takeDiagnostics(): CompileError | null }
  plainSvg(document: Document, options: object): string
  pdf(document: Document, options: { pdfStandard: string; pdfTags: boolean }): Buffer
  fetchDiagnostics(error: CompileError): { message?: string; range?: { start?: { line?: number } } }[]
}
type Document = { numOfPages: number }
type CompileError = { shortDiagnostics: { message?: string }[] }
type Native = {
  NodeCompiler: { create(options: { workspace: string; fontArgs: { fontPaths: string[] }[] }): Compiler }
}

// No such folder: a template sees what it was given and nothing of the machine.
const workspace = inProject('nothing-of-the-machine')
let compiler: Compiler | null = null
// JavaScript sees a few bytes where the compiler holds a megabyte a page, and would let documents gather.
setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

parentPort?.on('message', (request: TypesetRequest) => {
  const answer = 'join' in request ? joinUp(request) : typeset(request)
  parentPort?.postMessage(answer, 'pdf' in answer ? [answer.pdf.buffer as ArrayBuffer] : [])
})

type ToSet = Extract<TypesetRequest, { template: string }>

function joinUp({ id, join: parts }: Extract<TypesetRequest, { join: Uint8Array[] }>): TypesetAnswer {
  try {
    // A copy: what was read stands in the memory of its parts.
    return { id, pdf: new Uint8Array(joinPdfs(parts)), pages: 0 }
  } catch (error) {
    return { id, problem: reasonOf(error), missing: false }
  }
}

function typeset({ id, template, data, files, as }: ToSet): TypesetAnswer {
  const native = loadNative()
  if (!native) return { id, problem: 'the typesetter is not installed', missing: true }
  compiler ??= native.NodeCompiler.create({ workspace, fontArgs: [{ fontPaths: fontFiles() }] })
  try {
    return { id, ...compile(compiler, { template, data, files, as }) }
  } catch (error) {
    return { id, problem: reasonOf(error), missing: false }
  } finally {
    // Letters hold codes: nothing of one document stays behind for the next.
    compiler.resetShadow()
    compiler.evictCache(0)
    collectGarbage()
  }
}

function compile(with_: Compiler, { template, data, files, as }: Omit<ToSet, 'id'>) {
  const main = join(workspace, 'main.typ')
  with_.addSource(main, template)
  with_.mapShadow(
    join(workspace, 'data.json'),
    Buffer.from(JSON.stringify(data, (_, value) => (typeof value === 'string' ? printable(value) : value))),
  )
  for (const [name, content] of Object.entries(files)) with_.mapShadow(join(workspace, name), Buffer.from(content))
  const compiled = with_.compile({ mainFilePath: main })
  if (!compiled.result) throw new Error(wordsOf(with_, compiled.takeDiagnostics()))
  const pages = compiled.result.numOfPages
  if (as === 'picture') return { pdf: new Uint8Array(Buffer.from(with_.plainSvg(compiled.result, {}))), pages }
  // A copy, as memory of the native module cannot be handed to another thread.
  const pdf = new Uint8Array(with_.pdf(compiled.result, { pdfStandard: 'ua-1', pdfTags: true }))
  return { pdf, pages }
}

function wordsOf(from: Compiler, error: CompileError | null): string {
  if (!error) return 'no reason given'
  return from
    .fetchDiagnostics(error)
    .map(({ message, range }) => `${message} (line ${(range?.start?.line ?? 0) + 1})`)
    .join('; ')
}

/** What is wrong, without the text it is wrong about: that can be a name. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const reasons = [...message.matchAll(/message: "((?:[^"\\]|\\.)*)"/g)].map(([, reason = '']) => reason)
  const words = reasons.length > 0 ? [...new Set(reasons)].join('; ') : message
  return words.replace(/`[^`]*`/g, '…')
}

function loadNative(): Native | null {
  const libc = process.platform === 'linux' ? '-gnu' : process.platform === 'win32' ? '-msvc' : ''
  try {
    return createRequire(import.meta.url)(
      `@myriaddreamin/typst-ts-node-compiler-${process.platform}-${process.arch}${libc}`,
    )
  } catch {
    return null
  }
}
