// Shows the document, and lets its functions be tried on the stack that serves this page.

const api = await (await fetch('/openapi.json')).json();
api.servers = [{ url: location.origin, description: 'This stack' }];

SwaggerUIBundle({
  spec: api,
  dom_id: '#reference',
  deepLinking: true,
  validatorUrl: null,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
});
