import * as z from 'zod/mini'

/** Zod would make code of its shapes and run it, which the page's content security policy forbids: it only tries. */
z.config({ jitless: true })
