const paths = {
  home: 'M3 11 12 4l9 7v9h-6v-6H9v6H3z',
  messages: 'M3 5h18v12H8l-5 4z',
  people:
    'M8 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zm8 1a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM1 20c0-4 3-6 7-6s7 2 7 6zm15 0c0-2-.6-3.600-1.600-4.800.5-.1 1-.2 1.600-.2 3 0 6 1.500 6 5z',
  letters: 'M3 5h18v14H3zm2 3.300V17h14V8.300l-7 5zM18 7H6l6 4.300z',
  import: 'M11 3h2v9l3-3 1.500 1.500L12 16l-5.500-5.500L8 9l3 3zM4 18h16v3H4z',
  'data-issues': 'M12 3 22 20H2zm-1 6v5h2V9zm0 6.500v2h2v-2z',
  settings: 'M4 7h9v2H4zm13-2h3v6h-3zM4 15h3v2H4zm7-2h3v6h-3zm5 2h4v2h-4z',
  audit: 'M5 3h14v18H5zm3 4v2h8V7zm0 4v2h8v-2zm0 4v2h5v-2z',
  staff: 'M12 12a4.500 4.500 0 1 0 0-9 4.500 4.500 0 0 0 0 9zm-8 9c0-4.500 3.500-7 8-7s8 2.500 8 7z',
  search:
    'M10.500 3a7.500 7.500 0 1 0 4.600 13.400l4.700 4.700 1.400-1.400-4.700-4.700A7.500 7.500 0 0 0 10.500 3zm0 2a5.500 5.500 0 1 1 0 11 5.500 5.500 0 0 1 0-11z',
  tick: 'm9.500 18.500-6-6 1.800-1.800 4.200 4.200 9.200-9.200 1.800 1.800z',
  warn: 'M12 3 22 20H2zm-1 6v5h2V9zm0 6.500v2h2v-2z',
  cross:
    'm6.200 4.500 5.800 5.800 5.800-5.800 1.700 1.700-5.800 5.800 5.800 5.800-1.700 1.700-5.800-5.800-5.800 5.800-1.700-1.700 5.800-5.800-5.800-5.800z',
  info: 'M12 2.500a9.500 9.500 0 1 0 0 19 9.500 9.500 0 0 0 0-19zM11 7h2v2.300h-2zm0 4h2v6h-2z',
  wait: 'M12 2.500a9.500 9.500 0 1 0 0 19 9.500 9.500 0 0 0 0-19zm-1 4h2v5l3.500 3.500-1.400 1.400L11 12.400z',
} as const

export type IconName = keyof typeof paths

/** A picture beside a word that says the same; never alone. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" width="20" height="20" fill="currentColor" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  )
}

/** The gate: our mark. */
export function Mark() {
  return (
    <svg
      class="mark"
      viewBox="0 0 24 24"
      width="28"
      height="28"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d="M3 21V9l4-3V3h3v3h4V3h3v3l4 3v12h-6v-6a3 3 0 0 0-6 0v6z" />
    </svg>
  )
}
