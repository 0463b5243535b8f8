import { transformFile } from '@swc/core';
import { rolldown } from 'rolldown';

const compiling = {
  name: 'compiling',
  load: {
    filter: { id: /\.ts$/ },
    handler: async (id) => ({
      ...(await transformFile(id, { sourceMaps: true, module: { type: 'es6' } })),
      moduleType: 'js',
    }),
  },
};

/** Makes one file of a program with all that it imports, as the build does. */
const [source, target] = process.argv.slice(2);
const bundled = await rolldown({
  input: source,
  platform: 'node',
  resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
  tsconfig: false,
  plugins: [compiling],
});
await bundled.write({ file: target });
await bundled.close();
