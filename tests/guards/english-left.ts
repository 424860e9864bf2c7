/** Words that stand in nearly every English sentence, and in no Welsh one. */
const english = /\b(the|you|your|yours|and|with|this|that|for|not|have|has|was|are|from|which|of|skip|mother|father)\b/i

/**
 * The English that is left on a page in another language: its texts, and the attributes that are read out. What somebody
 * wrote, such as a message of the school, stands in an element with `dir="auto"` or in `bdi`; what is in English on purpose,
 * in one with `lang`.
 */
export function englishLeft(html: string): string[] {
  const body = html.replace(/^[\s\S]*?<body[^>]*>/, '').replaceAll(/<script[\s\S]*?<\/script>/g, '')
  const title = /<title>([^<]*)<\/title>/.exec(html)?.[1] ?? ''
  const own = body.replaceAll(
    /<(\w+)\b[^>]*\s(?:dir="auto"|lang="[\w-]+")[^>]*>[\s\S]*?<\/\1>|<bdi>[\s\S]*?<\/bdi>/g,
    ' ',
  )
  const attributes = [...own.matchAll(/\b(?:aria-label|alt|title|placeholder|data-words)="([^"]*)"/g)].map(
    ([, words = '']) => words,
  )
  const texts = own.replaceAll(/<[^>]+>/g, '\n').split('\n')
  return [title, ...texts, ...attributes].map((text) => text.trim()).filter((text) => english.test(text))
}

/** The forms of a page as a browser would send them with nothing typed: where to, and what is hidden in them. */
export function emptyForms(html: string): { action: string; fields: Record<string, string> }[] {
  return [...html.matchAll(/<form method="post" action="([^"]+)"[^>]*>([\s\S]*?)<\/form>/g)].map(
    ([, action = '', inside = '']) => {
      const hidden = [...inside.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
      const fields = hidden.map(([, name = '', value = '']) => [name, value]).filter(([name]) => name !== 'csrf')
      return { action: action.replaceAll('&amp;', '&'), fields: Object.fromEntries(fields) }
    },
  )
}
