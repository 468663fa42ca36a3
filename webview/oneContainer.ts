/**
 * Stands in for the dependency injection of the toolkit's base library, an eighth of the toolkit. It tells design systems
 * apart that lie within one another; a page with one of them needs a single container, which hands its registrations on.
 */
interface Registry {
  register(container: Container, context: object): void;
}

type Make = (container: Container) => object;

class Container {
  /** What an element looks like is found by its name, as long as there is one look for each. */
  register(): this {
    return this;
  }

  registerWithContext(context: object, ...registries: readonly Registry[]): this {
    for (const registry of registries) registry.register(this, context);
    return this;
  }

  get(make: Make): object {
    return make(this);
  }
}

const container = new Container();

export const DI = {
  /** The key of a thing is how it is made: the library keeps the one it has. */
  createInterface: (configure: (resolver: { cachedCallback: (make: Make) => Make }) => Make): Make => configure({ cachedCallback: (make) => make }),
  getOrCreateDOMContainer: (): Container => container,
};

export const Registration = { instance: (): undefined => undefined };
