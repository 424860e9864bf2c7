import type { FastifyReply, FastifyRequest } from 'fastify'
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Role, SignedIn } from '../../modules/accounts/index.ts'
import type { School } from '../../modules/schools/index.ts'
import type { UploadedFile } from '../../platform/http/index.ts'
import type { WebApp } from '../app.ts'
import type { Flash } from './answers.ts'
import type { Fields } from './parse.ts'

/** One request on its way through the frame. */
export type Visit = {
  app: WebApp
  request: FastifyRequest
  reply: FastifyReply
  /** Who is signed in on this browser. */
  signedIn: SignedIn | null
  params: Record<string, string>
  queryFields: Fields
  bodyFields: Fields
  files: UploadedFile[]
  /** The school and the person of a staff page, once it is known that they belong together. */
  school: School | null
  actor: StaffActor | null
}

/** A member of staff acting at the school of the page; fits the journal's `Actor`. */
export type StaffActor = { kind: 'staff'; accountId: string; name: string; email: string; roles: readonly Role[] }

/** What the shell and the forms of a page need to know, handed down by context. */
export type Frame = {
  school: School | null
  actor: StaffActor | null
  accountName: string | null
  csrf: string
  flash: Flash | null
  path: string
  demo: boolean
  now: Date
  /** Shown beside "Data issues" in the navigation; null when it is not known. */
  openDataIssues: number | null
}

export const FrameContext = createContext<Frame | null>(null)

export function useFrame(): Frame {
  const frame = useContext(FrameContext)
  if (!frame) throw new Error('this part was rendered outside a page')
  return frame
}
