package report

import "reflect"

// eachText copies a value and applies f to every text in it: fields, lists,
// keys and values of maps, at any depth. Fields that are added to a record
// later are included, so nobody has to remember them.
func eachText[T any](value T, f func(string) string) T {
	out := reflect.New(reflect.TypeFor[T]()).Elem()
	copyText(out, reflect.ValueOf(&value).Elem(), f)
	return out.Interface().(T)
}

// copyText copies from into to, which must have the same type, and changes
// every text.
func copyText(to, from reflect.Value, change func(string) string) {
	switch from.Kind() {
	case reflect.String:
		to.SetString(change(from.String()))
	case reflect.Struct:
		if to.CanSet() { // an embedded struct with an unexported name was copied with its parent
			to.Set(from) // unexported fields are copied unchanged
		}
		for i := range from.NumField() {
			if f := from.Type().Field(i); f.IsExported() || f.Anonymous && f.Type.Kind() == reflect.Struct {
				copyText(to.Field(i), from.Field(i), change)
			}
		}
	case reflect.Slice:
		if from.IsNil() {
			return
		}
		to.Set(reflect.MakeSlice(from.Type(), from.Len(), from.Len()))
		for i := range from.Len() {
			copyText(to.Index(i), from.Index(i), change)
		}
	case reflect.Array:
		for i := range from.Len() {
			copyText(to.Index(i), from.Index(i), change)
		}
	case reflect.Map:
		if from.IsNil() {
			return
		}
		to.Set(reflect.MakeMapWithSize(from.Type(), from.Len()))
		for key, value := range from.Seq2() {
			k, v := reflect.New(key.Type()).Elem(), reflect.New(value.Type()).Elem()
			copyText(k, key, change)
			copyText(v, value, change)
			to.SetMapIndex(k, v)
		}
	case reflect.Pointer:
		if !from.IsNil() {
			to.Set(reflect.New(from.Type().Elem()))
			copyText(to.Elem(), from.Elem(), change)
		}
	default:
		to.Set(from)
	}
}
