// What a fresh clone needs before anything of it can run: packages, a build, and the right Node.
// Uses nothing but Node's own modules, and runs on Node 18 and later.
import { spawn, spawnSync } from 'node:child_process'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
const lowestNode = 24
const sourceFolders = ['src', 'tests', 'bench', 'demo']
const builtStamp = join(root, 'dist', '.built')

/** Installs and builds what is missing or out of date. Silent when there is nothing to do. */
export function bootstrap() {
  installWhatIsMissing()
  buildWhatChanged()
}

/** Runs a program of the project on the right Node, passes signals on, and ends with its exit code. */
export function runOnPinnedNode(args, env = {}) {
  // With the usual room for young objects, and the usual growth between two collections, a process that reads a large file takes
  // twice the memory it needs.
  const memory = ['--max-semi-space-size=8', '--heap-growing-percent=50']
  const child = spawn(findNode(), ['--enable-source-maps', ...memory, ...args], {
    cwd: process.cwd(),
    stdio: 'inherit',
    // Threads that read files and hash would each keep memory of their own.
    env: { MALLOC_ARENA_MAX: '1', ...process.env, ...env },
  })
  // Ctrl-C reaches the child by itself; staying alive until it has tidied up is all there is to do.
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  return new Promise((resolve) => {
    child.on('error', (error) => {
      process.stderr.write(`${error.message}\n`)
      resolve(2)
    })
    child.on('exit', (code, signal) => resolve(signal ? 2 : (code ?? 2)))
  })
}

/** The Node that came as a package, else the one on the PATH if it is new enough. */
export function findNode() {
  const pinned = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node')
  for (const candidate of [pinned, process.execPath, 'node']) {
    const { stdout } = spawnSync(candidate, ['--version'], { encoding: 'utf8' })
    if (Number(/^v(\d+)/.exec(stdout ?? '')?.[1] ?? 0) >= lowestNode) return candidate
  }
  return stopWith(
    `Gatehouse needs Node ${lowestNode} or newer, and this machine has ${process.version}. Install it from nodejs.org.`,
  )
}

function installWhatIsMissing() {
  const modules = join(root, 'node_modules')
  // A link was put there by somebody who takes care of it.
  if (lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink()) return
  if (hasWhatTheLockSays(modules)) return
  process.stderr.write('Installing the packages (about a minute, once) …\n')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  run(npm, ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'])
}

/** npm notes what it installed; packages of other platforms are optional and not there. */
function hasWhatTheLockSays(modules) {
  const note = join(modules, '.package-lock.json')
  if (!existsSync(note)) return false
  const installed = JSON.parse(readFileSync(note, 'utf8')).packages
  const wanted = Object.entries(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages)
  return wanted.every(
    ([name, { version, optional }]) => name === '' || optional || installed[name]?.version === version,
  )
}

function buildWhatChanged() {
  const built = statSync(builtStamp, { throwIfNoEntry: false })?.mtimeMs ?? 0
  const newest = Math.max(
    ...['tsconfig.json', 'package-lock.json'].map((file) => statSync(join(root, file)).mtimeMs),
    ...sourceFolders.map((folder) => newestIn(join(root, folder))),
  )
  if (newest > built) build()
}

/** Compiles the sources and removes what was compiled from files that are gone. */
function build() {
  const startedAt = new Date()
  run(findNode(), [join(root, 'node_modules', 'typescript', 'bin', 'tsc')])
  removeOrphans(join(root, 'dist'), root)
  writeFileSync(builtStamp, '')
  // A file saved while the build ran must count as newer than the build.
  utimesSync(builtStamp, startedAt, startedAt)
}

function newestIn(folder) {
  const facts = statSync(folder, { throwIfNoEntry: false })
  if (!facts) return 0
  let newest = facts.mtimeMs
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) newest = Math.max(newest, newestIn(path))
    else if (/\.tsx?$/.test(entry.name)) newest = Math.max(newest, statSync(path).mtimeMs)
  }
  return newest
}

function removeOrphans(folder, source) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) {
      if (existsSync(join(source, entry.name))) removeOrphans(path, join(source, entry.name))
      else rmSync(path, { recursive: true })
      continue
    }
    const stem = /^(.*)\.js(\.map)?$/.exec(entry.name)?.[1]
    if (stem && !['.ts', '.tsx'].some((ending) => existsSync(join(source, stem + ending)))) rmSync(path)
  }
}

/** Runs a tool with its output on standard error, so that a command's own output stays clean. */
function run(program, args) {
  mkdirSync(join(root, 'dist'), { recursive: true })
  const { status, error } = spawnSync(program, args, { cwd: root, stdio: ['ignore', 2, 2] })
  if (status !== 0)
    stopWith(error ? `${program}: ${error.message}` : `"${program} ${args.slice(-1)}" did not succeed; see above.`)
}

function stopWith(words) {
  process.stderr.write(`${words}\n`)
  process.exit(2)
}
