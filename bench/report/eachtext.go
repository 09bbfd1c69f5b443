package report

import "reflect"

// eachText copies a value with f applied to every text in it: fields, lists,
// keys and values of maps, however deep. A field added to a record tomorrow is
// cleaned like the rest, because nobody has to think of it.
func eachText[T any](value T, f func(string) string) T {
	out := reflect.New(reflect.TypeFor[T]()).Elem()
	copyText(out, reflect.ValueOf(&value).Elem(), f)
	return out.Interface().(T)
}

// copyText fills to, which is settable and of from's type.
func copyText(to, from reflect.Value, f func(string) string) {
	switch from.Kind() {
	case reflect.String:
		to.SetString(f(from.String()))
	case reflect.Struct:
		to.Set(from) // fields that are not exported come along as they are
		for i := range from.NumField() {
			if from.Type().Field(i).IsExported() {
				copyText(to.Field(i), from.Field(i), f)
			}
		}
	case reflect.Slice:
		if from.IsNil() {
			return
		}
		to.Set(reflect.MakeSlice(from.Type(), from.Len(), from.Len()))
		for i := range from.Len() {
			copyText(to.Index(i), from.Index(i), f)
		}
	case reflect.Array:
		for i := range from.Len() {
			copyText(to.Index(i), from.Index(i), f)
		}
	case reflect.Map:
		if from.IsNil() {
			return
		}
		to.Set(reflect.MakeMapWithSize(from.Type(), from.Len()))
		for key, value := range from.Seq2() {
			k, v := reflect.New(key.Type()).Elem(), reflect.New(value.Type()).Elem()
			copyText(k, key, f)
			copyText(v, value, f)
			to.SetMapIndex(k, v)
		}
	case reflect.Pointer:
		if !from.IsNil() {
			to.Set(reflect.New(from.Type().Elem()))
			copyText(to.Elem(), from.Elem(), f)
		}
	default:
		to.Set(from)
	}
}
