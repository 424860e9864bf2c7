const titles = /^(mr|mrs|ms|miss|mx|dr|prof|professor|sir|dame|revd?|reverend|canon|father|sister|yr|y)\.?\s/i

/** `Ruth Adeyemi` → `Ruth`; somebody who goes by a title is greeted with it: `Mrs Head`. */
export function nameToGreet(name: string): string {
  const whole = name.trim()
  return titles.test(whole) ? whole : (whole.split(/\s+/)[0] ?? '')
}
