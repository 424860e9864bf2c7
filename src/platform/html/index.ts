import type { VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'

/** A whole HTML document from markup whose root is `<html>`. Text and attributes are escaped by the renderer. */
export function renderDocument(root: VNode): string {
  return `<!doctype html>${renderToString(root)}`
}
