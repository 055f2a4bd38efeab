import vm from 'node:vm'
import { hiddenFromScripts } from './card-service/part.ts'
import { ScriptProblem } from './script-problem.ts'

/**
 * A world of its own for one execution: a bare `node:vm` context, plus services seen through a membrane. What crosses
 * it becomes an object of that world, so `instanceof Error` and `Array.isArray` mean in the script what they mean at Google.
 */
export interface Realm {
  define(name: string, service: object): void
  /** Runs script text and gives back its completion value, with services unwrapped. */
  run(source: string, filename: string): unknown
  /** Calls a top-level function with plain data; what it throws is thrown as it is. */
  call(name: string, data: unknown): unknown
  functionNames(): string[]
}

export function createRealm(beforeCall: () => void, skewMs = 0): Realm {
  const context = vm.createContext({})
  if (skewMs !== 0) vm.runInContext(`(${setClock})(${skewMs})`, context)
  // Node puts a console of its own there; the script gets the one that records.
  vm.runInContext('delete globalThis.console', context)
  const builtIn = new Set(Object.getOwnPropertyNames(vm.runInContext('globalThis', context)))
  const membrane = createMembrane(context, beforeCall)
  const services = new Set<string>()

  return {
    define: (name, service) => {
      services.add(name)
      context[name] = membrane.wrap(service)
    },
    run: (source, filename) => new vm.Script(source, { filename }).runInContext(context),
    call: (name, data) => membrane.unwrap(context[name](membrane.wrap(data))),
    functionNames: () =>
      Object.keys(context).filter(
        (name) => !builtIn.has(name) && !services.has(name) && typeof context[name] === 'function',
      ),
  }
}

/** Run inside the script's world: what it takes for now is `skewMs` away from the machine's now. */
function setClock(skewMs: number): void {
  const Machine = Date
  const now = () => Machine.now() + skewMs
  globalThis.Date = new Proxy(Machine, {
    construct: (_, parts, made) => Reflect.construct(Machine, parts.length > 0 ? parts : [now()], made),
    apply: () => new Machine(now()).toString(),
    get: (_, name) => (name === 'now' ? now : Reflect.get(Machine, name)),
  })
}

function createMembrane(context: vm.Context, beforeCall: () => void) {
  const inside = vm.runInContext('({ Error, Array, Date, parse: JSON.parse })', context)
  const proxies = new WeakMap<object, object>()
  const targets = new WeakMap<object, object>()

  function wrap(value: unknown): unknown {
    if (typeof value === 'function') return wrapFunction(value as Callable, undefined)
    if (typeof value !== 'object' || value === null) return value
    if (value instanceof Date) return new inside.Date(value.getTime())
    if (Array.isArray(value)) return inside.Array.from(value, wrap)
    return isPlain(value) ? inside.parse(JSON.stringify(value)) : proxyOf(value)
  }

  function proxyOf(target: object): object {
    const known = proxies.get(target)
    if (known) return known
    const proxy = new Proxy(target, { get: (_, name) => member(target, name), set: () => false })
    proxies.set(target, proxy)
    targets.set(proxy, target)
    return proxy
  }

  function member(target: object, name: string | symbol): unknown {
    if (typeof name === 'symbol' || hiddenFromScripts.has(name)) return undefined
    const value = (target as Record<string, unknown>)[name]
    if (typeof value === 'function') return wrapFunction(value as Callable, target)
    return typeof value === 'object' ? wrap(value) : undefined
  }

  function wrapFunction(method: Callable, self: object | undefined) {
    return (...args: unknown[]) => {
      try {
        beforeCall()
        return wrap(method.apply(self, args.map(unwrap)))
      } catch (error) {
        throw asException(error)
      }
    }
  }

  function asException(error: unknown): unknown {
    if (!(error instanceof ScriptProblem)) return error
    const exception = new inside.Error(error.message)
    exception.name = 'Exception'
    return exception
  }

  function unwrap(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.map(unwrap)
    return targets.get(value) ?? value
  }

  return { wrap, unwrap }
}

type Callable = (...args: unknown[]) => unknown

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}
