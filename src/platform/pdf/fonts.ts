import { createRequire } from 'node:module'

const weights = ['400Regular', '600SemiBold', '700Bold'] as const
const families = {
  'noto-sans': 'NotoSans',
  'noto-sans-arabic': 'NotoSansArabic',
  'noto-nastaliq-urdu': 'NotoNastaliqUrdu',
} as const

/** The only fonts a document is set with, so that it looks alike on every machine. */
export function fontFiles(): string[] {
  const { resolve } = createRequire(import.meta.url)
  return Object.entries(families).flatMap(([folder, name]) =>
    weights.map((weight) => resolve(`@expo-google-fonts/${folder}/${weight}/${name}_${weight}.ttf`)),
  )
}
