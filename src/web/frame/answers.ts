import type { Readable } from 'node:stream'
import type { VNode } from 'preact'
import type { Refusal } from '../../platform/errors/index.ts'

/** What a page's `handle` may return: markup, or one of the answers made by the functions below. */
export type Answer = VNode | Redirect | Download | Json | Markup

export type Flash = { kind: 'done' | 'warn'; words: string }

type Redirect = { answer: 'redirect'; url: string; flash: Flash | null }
type Download = { answer: 'download'; filename: string; type: string; content: string | Buffer | Readable }
type Json = { answer: 'json'; value: unknown }
type Markup = { answer: 'markup'; status: number; view: VNode }

/** After a POST: go there with GET, and show `done` (or a warning) once at the top of that page. */
export function redirectTo(url: string, flash?: string | Flash): Redirect {
  const shown = typeof flash === 'string' ? { kind: 'done' as const, words: flash } : (flash ?? null)
  return { answer: 'redirect', url, flash: shown }
}

/** What was asked for is refused: go to a page of the school that says why. */
export function sayWhyAt({ school, refusal }: { school: { slug: string }; refusal: Refusal }, path: string): Redirect {
  return redirectTo(`/schools/${school.slug}${path}`, { kind: 'warn', words: refusal.words })
}

/** The same form again with its errors (422). */
export function invalid(view: VNode): Markup {
  return { answer: 'markup', status: 422, view }
}

/** Sends a file for saving. `type` such as `text/csv; charset=utf-8`. */
export function download(file: { filename: string; type: string; content: string | Buffer | Readable }): Download {
  return { answer: 'download', ...file }
}

/** For the small scripts of a page, such as live counts. */
export function json(value: unknown): Json {
  return { answer: 'json', value }
}

export function isAnswer(value: Answer): value is Exclude<Answer, VNode> {
  return 'answer' in value
}
