import type { FastifyReply, FastifyRequest } from 'fastify'
import { type BrowserCookie, clearCookie, readCookie, writeCookie } from '../../platform/http/index.ts'
import type { Flash } from './answers.ts'

/** Words for the next page travel in a cookie of one minute: they are shown once and nobody else can read them. */
const flashCookie: BrowserCookie = { name: 'gatehouse-said', maxAge: 60 }
const longest = 900

export function keepFlash(reply: FastifyReply, { kind, words }: Flash): void {
  const text = JSON.stringify({ kind, words: words.slice(0, longest) })
  writeCookie(reply, flashCookie, Buffer.from(text).toString('base64url'))
}

export function takeFlashIfAny(request: FastifyRequest, reply: FastifyReply): Flash | null {
  const text = readCookie(request, flashCookie)
  if (!text) return null
  clearCookie(reply, flashCookie)
  try {
    const { kind, words } = JSON.parse(Buffer.from(text, 'base64url').toString())
    return typeof words === 'string' ? { kind: kind === 'warn' ? 'warn' : 'done', words } : null
  } catch {
    return null
  }
}
